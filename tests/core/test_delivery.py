"""An activity's effect happens exactly once, whoever dies or meets."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, IntegrityError, connection, transaction

from core import registry
from core.models import Activity, Delivery, Outbox
from core.services import deliver as delivery
from core.services.record import record
from tests.cast import officer

VERB = "officer.role_granted"


@pytest.fixture
def effect(monkeypatch: pytest.MonkeyPatch) -> str:
    """A handler whose effect is a group named after the activity."""

    def run(activity: Activity) -> None:
        Group.objects.create(name=f"effect-{activity.pk}")

    handler = registry.Handler("effect", frozenset({VERB}), run)
    monkeypatch.setitem(registry.handlers._entries, "effect", handler)
    return "effect"


def recorded(key: str = "k") -> Activity:
    person = officer(f"someone-{key}")
    with transaction.atomic():
        return record(verb=VERB, obj=person, actor=person, key=key)


@pytest.mark.django_db(transaction=True)
def test_an_effect_happens_once_however_often_it_is_delivered(effect: str) -> None:
    activity = recorded()
    assert delivery.deliver(activity.pk)
    assert delivery.deliver(activity.pk)
    assert Group.objects.filter(name=f"effect-{activity.pk}").count() == 1
    assert not Outbox.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_activity_do_it_once(effect: str) -> None:
    activity = recorded()
    gate = threading.Barrier(2)

    def work() -> None:
        gate.wait()
        delivery.deliver(activity.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Group.objects.filter(name__startswith="effect-").count() == 1
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failing_handler_leaves_nothing_and_is_tried_again(
    effect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(activity: Activity) -> None:
        Group.objects.create(name="half done")
        raise RuntimeError("no")

    good = registry.handlers["effect"]
    bad = registry.Handler("effect", good.verbs, fail)
    activity = recorded()
    monkeypatch.setitem(registry.handlers._entries, "effect", bad)
    assert not delivery.deliver(activity.pk)
    assert not Group.objects.filter(name="half done").exists()
    row = Outbox.objects.get(pk=activity.pk)
    assert row.attempts == 1
    assert "RuntimeError: no" in row.last_error
    monkeypatch.setitem(registry.handlers._entries, "effect", good)
    assert delivery.deliver(activity.pk)
    assert Group.objects.filter(name=f"effect-{activity.pk}").exists()


KILLED = """
import os, sys, django
from django.db import connections
database = sys.argv[3]
os.environ["DATABASE_URL"] = database
django.setup()
from django.contrib.auth.models import Group
from core import registry
from core.services import deliver
statements = 0
def count(execute, sql, params, many, context):
    global statements
    if statements == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    statements += 1
    return execute(sql, params, many, context)
run = lambda activity: Group.objects.create(name=f"effect-{activity.pk}")
registry.handlers._entries["effect"] = registry.Handler(
    "effect", frozenset({"officer.role_granted"}), run)
with connections["default"].execute_wrapper(count):
    deliver.deliver(int(sys.argv[1]))
"""


def database_url() -> str:
    """The address of the test's own database."""
    known = connection.settings_dict
    return (
        f"postgres://{known['USER']}:{known['PASSWORD']}@/{known['NAME']}"
        f"?host={known['HOST']}&port={known['PORT'] or 5432}"
    )


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_any_statement_loses_and_doubles_nothing(effect: str) -> None:
    survived = False
    for statement in range(20):
        activity = recorded(f"killed-{statement}")
        worker = subprocess.run(
            [sys.executable, "-c", KILLED, str(activity.pk), str(statement), database_url()],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "ckp.settings"},
            capture_output=True,
            timeout=60,
        )
        survived = worker.returncode == 0
        assert worker.returncode in (0, -9), worker.stderr.decode()
        delivery.deliver(activity.pk)
        assert Group.objects.filter(name=f"effect-{activity.pk}").count() == 1
        assert not Outbox.objects.filter(pk=activity.pk).exists()
        if survived:
            break
    assert survived, "more statements than the test kills"
    assert statement >= 3


@pytest.mark.django_db
def test_the_log_refuses_changes() -> None:
    activity = recorded()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(verb="x")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Activity.objects.filter(pk=activity.pk)._raw_delete("default")


@pytest.mark.django_db
def test_a_fact_is_recorded_once() -> None:
    recorded("same")
    person = officer("other")
    with pytest.raises(IntegrityError), transaction.atomic():
        record(verb=VERB, obj=person, key="same")


@pytest.mark.django_db
def test_an_unknown_verb_is_refused() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        record(verb="item.bewitched", obj=officer("a"), key="x")


def test_registries_are_closed_once_the_portal_is_up() -> None:
    unknown: Any = object()
    with pytest.raises(Exception, match="closed"):
        registry.verbs.register("late", unknown)
