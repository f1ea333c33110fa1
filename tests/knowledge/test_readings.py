"""An item's views are its rows of readings, whoever dies or meets."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from redis.exceptions import ConnectionError as RedisAway

from core import clock
from core.redis import client
from knowledge.models import Item, Reading
from knowledge.services import readings
from knowledge.services.readings import BUFFER, flush_readings, note_reading
from tests.cast import office, officer, published
from tests.core.test_delivery import database_url

pytestmark = pytest.mark.django_db(transaction=True)
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture(autouse=True)
def _empty_buffer() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    for key in client().scan_iter(match=f"{BUFFER}*"):
        client().delete(key)


def keys() -> list[bytes]:
    return list(client().scan_iter(match=f"{BUFFER}*"))


@pytest.fixture
def cast() -> dict[str, Any]:
    house = office("INC")
    author = officer("author", at=house)
    return {
        "author": author,
        "readers": [officer(f"reader{n}", at=house) for n in range(3)],
        "items": [published(author, title=f"글 {n}") for n in range(2)],
    }


def read_all(cast: dict[str, Any]) -> None:
    for reader in cast["readers"]:
        for item in cast["items"]:
            note_reading(item_id=item.pk, officer_id=reader.pk)


def counted(cast: dict[str, Any]) -> list[int]:
    """Views of the items; each equals its rows, or the test fails here."""
    views = []
    for item in cast["items"]:
        item.refresh_from_db()
        assert item.view_count == Reading.objects.filter(item=item).count()
        views.append(item.view_count)
    return views


def test_a_reading_is_noted_without_sql(
    cast: dict[str, Any], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        read_all(cast)
        read_all(cast)
    assert counted(cast) == [0, 0]
    versions = list(Item.objects.values_list("version", flat=True))
    assert flush_readings() == 6
    assert counted(cast) == [3, 3]
    assert flush_readings() == 0
    assert counted(cast) == [3, 3]
    assert keys() == []
    assert list(Item.objects.values_list("version", flat=True)) == versions


def test_a_reader_counts_once_a_day_of_seoul(cast: dict[str, Any]) -> None:
    reader, item = cast["readers"][0], cast["items"][0]
    for hour, minute in ((9, 0), (23, 59)):
        with clock.at(datetime(2026, 3, 2, hour, minute, tzinfo=SEOUL)):
            note_reading(item_id=item.pk, officer_id=reader.pk)
        flush_readings()
    assert counted(cast) == [1, 0]
    with clock.at(datetime(2026, 3, 3, 0, 0, tzinfo=SEOUL)):
        note_reading(item_id=item.pk, officer_id=reader.pk)
    flush_readings()
    assert counted(cast) == [2, 0]


def test_authors_and_what_is_gone_are_dropped(cast: dict[str, Any]) -> None:
    item = cast["items"][0]
    note_reading(item_id=item.pk, officer_id=cast["author"].pk)
    note_reading(item_id=item.pk, officer_id=10**9)
    note_reading(item_id=10**9, officer_id=cast["readers"][0].pk)
    assert flush_readings() == 0
    assert counted(cast) == [0, 0]
    assert keys() == []


def test_while_redis_is_away_a_reading_is_written_at_once(
    cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any) -> int:
        raise RedisAway("no")

    monkeypatch.setattr(client(), "sadd", away, raising=False)
    for _time in range(2):
        note_reading(item_id=cast["items"][0].pk, officer_id=cast["readers"][0].pk)
    assert counted(cast) == [1, 0]


def test_large_buffers_are_written_in_chunks(
    cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "CHUNK", 2)
    read_all(cast)
    assert flush_readings() == 6
    assert counted(cast) == [3, 3]


def test_two_flushes_at_once_count_once(cast: dict[str, Any]) -> None:
    for _round in range(5):
        Reading.objects.all().delete()
        Item.objects.update(view_count=0)
        read_all(cast)
        # A batch that somebody left behind overlaps with the buffer.
        client().copy(BUFFER, f"{readings.BATCHES}left")
        gate = threading.Barrier(3)
        written: list[int] = []

        def flush(gate: threading.Barrier = gate, written: list[int] = written) -> None:
            gate.wait()
            written.append(flush_readings())
            connection.close()

        flushes = [threading.Thread(target=flush) for _ in range(3)]
        for thread in flushes:
            thread.start()
        for thread in flushes:
            thread.join()
        assert sum(written) == 6
        assert counted(cast) == [3, 3]
        assert keys() == []


KILLED = """
import os, sys, django
os.environ["DATABASE_URL"] = sys.argv[2]
django.setup()
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from redis import Redis
from knowledge.services.readings import flush_readings
steps = 0
def step():
    global steps
    if steps == int(sys.argv[1]):
        os.kill(os.getpid(), 9)
    steps += 1
def counted(method):
    def call(*args, **kwargs):
        step()
        return method(*args, **kwargs)
    return call
Redis.execute_command = counted(Redis.execute_command)
commit = BaseDatabaseWrapper._commit
def killed_around(self):
    step()
    commit(self)
    step()
BaseDatabaseWrapper._commit = killed_around
def before(execute, sql, params, many, context):
    step()
    return execute(sql, params, many, context)
with connections["default"].execute_wrapper(before):
    flush_readings()
"""


def test_a_flusher_killed_at_any_step_loses_and_doubles_nothing(cast: dict[str, Any]) -> None:
    """Before every Redis command and SQL statement, and on both sides of the commit."""
    survived = False
    late = officer("late")
    for step in range(30):
        Reading.objects.all().delete()
        Item.objects.update(view_count=0)
        read_all(cast)
        flusher = subprocess.run(
            [sys.executable, "-c", KILLED, str(step), database_url()],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "ckp.settings"},
            capture_output=True,
            timeout=60,
        )
        assert flusher.returncode in (0, -9), flusher.stderr.decode()
        survived = flusher.returncode == 0
        # Another reader goes on, and the next flush takes up what the killed one left.
        note_reading(item_id=cast["items"][0].pk, officer_id=late.pk)
        flush_readings()
        assert counted(cast) == [4, 3], step
        assert keys() == [], step
        if survived:
            break
    assert survived, "more steps than the test kills"
    assert step >= 7
