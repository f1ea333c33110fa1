"""Who read what: noted in memory while a page is served, written down in bulk afterwards.

An item's views are its rows of ``Reading``: one for each officer and day (Asia/Seoul). The
author's own visits are no readings; co-authors, coordinators and evaluators are readers like
everybody else.

The buffer is a set in Redis, so a page costs one SADD and no SQL. A flush renames it to a batch
of its own, writes the rows and the counters in one transaction, and only then deletes the
batch. Whoever is killed leaves a batch (or rows and a batch) behind; the next flush takes it up,
and rows that exist count for nothing. So nothing is lost and nothing counted twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast
from uuid import uuid4

from django.db import connection, transaction
from redis import Redis
from redis.exceptions import RedisError, ResponseError

from core import clock
from core.redis import client
from knowledge.locks import lock_items

logger = logging.getLogger(__name__)

BUFFER = "ckp:readings"
BATCHES = f"{BUFFER}:batch:"
# Readings written in one transaction.
CHUNK = 5_000

# What has been deleted meanwhile is dropped, and so are authors. RETURNING names new rows only.
WRITE = """
WITH noted AS (
    SELECT * FROM unnest(%(items)s::bigint[], %(officers)s::bigint[], %(days)s::date[])
        AS noted (item_id, officer_id, day)
), written AS (
    INSERT INTO knowledge_reading (item_id, officer_id, day)
    SELECT noted.item_id, noted.officer_id, noted.day
    FROM noted
    JOIN knowledge_item item ON item.id = noted.item_id AND item.author_id <> noted.officer_id
    JOIN accounts_officer officer ON officer.id = noted.officer_id
    ON CONFLICT DO NOTHING
    RETURNING item_id
)
UPDATE knowledge_item SET view_count = view_count + new.rows
FROM (SELECT item_id, count(*) AS rows FROM written GROUP BY item_id) new
WHERE knowledge_item.id = new.item_id
RETURNING new.rows
"""

Noted = tuple[int, int, date]


def note_reading(*, item_id: int, officer_id: int) -> None:
    """Note that the officer opened the item today. One SADD, no SQL.

    While Redis is away the row is written at once: slower, and nothing is lost.
    """
    day = clock.today()
    try:
        client().sadd(BUFFER, f"{item_id}:{officer_id}:{day.isoformat()}")
    except RedisError as error:
        logger.warning("Redis is away, a reading is written at once: %s", error)
        _write([(item_id, officer_id, day)])


def flush_readings() -> int:
    """Write down what has been noted, and what a killed flush left; the number of new rows.

    Any number of flushes may run at once. Raises RedisError or DatabaseError where one of them
    is away; the next flush goes on.
    """
    redis = client()
    try:
        redis.rename(BUFFER, f"{BATCHES}{uuid4().hex}")
    except ResponseError as error:
        if "no such key" not in str(error).lower():
            raise
    written = 0
    for batch in list(redis.scan_iter(match=f"{BATCHES}*", count=1000)):
        for chunk in _chunks(_read(redis, batch)):
            written += _write(chunk)
        redis.delete(batch)
    return written


def _read(redis: Redis, batch: bytes) -> list[Noted]:
    noted = []
    for member in cast("set[bytes]", redis.smembers(batch)):
        item_id, officer_id, day = member.decode().split(":")
        noted.append((int(item_id), int(officer_id), date.fromisoformat(day)))
    return sorted(noted)


def _chunks(noted: list[Noted]) -> Iterator[list[Noted]]:
    for start in range(0, len(noted), CHUNK):
        yield noted[start : start + CHUNK]


@transaction.atomic
def _write(noted: Iterable[Noted]) -> int:
    """Insert the rows that are new and count them, together; returns how many.

    The items are locked first, in order: flushes that meet wait for each other, and never each
    for the other. The version of the items stays: a view is no reason to build a page again.
    """
    items, officers, days = (list(column) for column in zip(*noted, strict=True))
    lock_items(items)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"items": items, "officers": officers, "days": days})
        return sum(rows for (rows,) in cursor.fetchall())
