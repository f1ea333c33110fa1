"""A recall reaches everybody who used the item, in bounded time and memory, all or nobody."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Officer
from core import clock, registry
from core.models import Activity
from core.services.deliver import deliver
from knowledge.models import Bookmark, Item, ItemLink, Reading
from notifications.models import Notice
from notifications.services.notify import notify
from tests.cast import Cast, cast, published
from tests.core.test_delivery import database_url
from tests.notifications.helping import recorded, told

READERS = 5000


@pytest.fixture
def people(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    verb = registry.Verb("report.recalled", "recalled", "recalled")
    monkeypatch.setitem(registry.verbs._entries, "report.recalled", verb)
    return cast()


def readers(people: Cast, item: Item, number: int) -> None:
    rows = Officer.objects.bulk_create(
        Officer(username=f"r{n}", name_ko=f"독자{n}", office=people.incheon, email=f"{n}@x.invalid")
        for n in range(number)
    )
    Reading.objects.bulk_create(Reading(item=item, officer=o, day=clock.today()) for o in rows)


def test_readers_keepers_and_those_who_cite_are_told(people: Cast) -> None:
    item = published(people.author)
    Reading.objects.create(item=item, officer=people.stranger, day=clock.today())
    Reading.objects.create(item=item, officer=people.author, day=clock.today())
    Bookmark.objects.create(item=item, officer=people.evaluator)
    ItemLink.objects.create(source=published(people.colleague), target=item)
    assert told(item, "report.recalled", None) == dict.fromkeys(
        ["stranger", "evaluator", "colleague"], "recalled"
    )


def test_five_thousand_are_told_in_bounded_time_memory_and_queries(people: Cast) -> None:
    item = published(people.author)
    readers(people, item, READERS)
    activity = recorded(item, "report.recalled", None)
    tracemalloc.start()
    began = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        notify(activity)
    took = time.monotonic() - began
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert Notice.objects.filter(kind="recalled", mail="due").count() == READERS
    assert len(queries) < 100
    assert took < 30
    assert peak < 100 * 1024 * 1024


KILLED = """
import os, sys, django
os.environ["DATABASE_URL"] = sys.argv[3]
django.setup()
from django.db import connections
from core.services import deliver
from notifications.services import notify
notify.CHUNK = 2
statements = 0
def count(execute, sql, params, many, context):
    global statements
    if statements == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    statements += 1
    return execute(sql, params, many, context)
with connections["default"].execute_wrapper(count):
    deliver.deliver(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_chunks_leaves_no_half(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comment with followers here, as its verb is known to every process."""
    people = cast()
    item = published(people.author)
    names = ("colleague", "stranger", "evaluator", "coordinator")
    called = [getattr(people, name).pk for name in names]
    survived = False
    for statement in range(3, 90, 9):
        Notice.objects.all().delete()
        activity = recorded(item, "item.commented", people.admin, comment=1, mentions=called)
        worker = subprocess.run(
            [sys.executable, "-c", KILLED, str(activity.pk), str(statement), database_url()],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "ckp.settings"},
            capture_output=True,
            timeout=60,
        )
        assert worker.returncode in (0, -9), worker.stderr.decode()
        survived = worker.returncode == 0
        assert Notice.objects.count() == (5 if survived else 0)
        assert deliver(activity.pk)
        assert Notice.objects.count() == 5
        if survived:
            break
    assert survived, "more statements than the test kills"
    assert Activity.objects.exists()
