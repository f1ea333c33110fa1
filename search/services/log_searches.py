"""What was searched for: noted in memory while the page is served, written down afterwards.

The page costs one RPUSH and no SQL. A flush takes the whole buffer and writes it in order; what a
killed flush had taken is lost, as are notes while Redis is away: the log is for sums.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import transaction
from redis.exceptions import RedisError

from core import clock
from core.redis import client
from search.locks import lock_askers
from search.log import fold
from search.models import Asked

logger = logging.getLogger(__name__)

BUFFER = "ckp:searches"
# Notes that wait at most; beyond, nobody has written them down for hours.
MOST_WAITING = 100_000
# Who goes on typing within this time asks the same thing.
SAME_WITHIN = timedelta(seconds=60)
# How long the log is kept; the longest report is of 90 days.
KEEP = timedelta(days=180)
# A page of hits has so many; clicks on later pages are not told.
LAST_RANK = 20


def note_search(*, officer_id: int, text: str, hits: int, is_narrowed: bool) -> UUID:
    """Note a search; the key by which a click says what it belongs to."""
    key = uuid4()
    _push(
        {
            "key": key.hex,
            "officer": officer_id,
            "text": text,
            "hits": hits,
            "narrowed": is_narrowed,
            "at": clock.now().isoformat(),
        }
    )
    return key


def note_click(*, officer_id: int, key: UUID, rank: int) -> None:
    """Note that the officer opened hit ``rank`` (from 1) of their search, at most ``LAST_RANK``."""
    _push({"click": key.hex, "officer": officer_id, "rank": rank})


def flush_searches() -> int:
    """Write down what has been noted; the number of notes. Raises RedisError, DatabaseError."""
    with client().pipeline() as pipe:
        pipe.lrange(BUFFER, 0, -1)
        pipe.delete(BUFFER)
        taken = cast("list[bytes]", pipe.execute()[0])
    notes: list[dict[str, Any]] = [json.loads(one) for one in taken]
    if notes:
        _write(notes)
    return len(notes)


def prune_searches() -> int:
    """Delete what is older than ``KEEP``; how many rows."""
    return Asked.objects.filter(at__lt=clock.now() - KEEP).delete()[0]


def _push(note: dict[str, Any]) -> None:
    try:
        with client().pipeline() as pipe:
            pipe.rpush(BUFFER, json.dumps(note))
            pipe.ltrim(BUFFER, -MOST_WAITING, -1)
            pipe.execute()
    except RedisError as error:
        logger.warning("Redis is away, a search is not logged: %s", error)


@transaction.atomic
def _write(notes: Sequence[dict[str, Any]]) -> None:
    """In the order in which it was noted; flushes that meet wait for each other."""
    there = lock_askers({note["officer"] for note in notes})
    for note in notes:
        if note["officer"] not in there:
            continue
        if "click" in note:
            Asked.objects.filter(
                key=UUID(note["click"]), officer_id=note["officer"], rank=None
            ).update(rank=note["rank"])
        else:
            _write_search(note)


def _write_search(note: dict[str, Any]) -> None:
    at, folded = datetime.fromisoformat(note["at"]), fold(note["text"])
    last = Asked.objects.filter(officer_id=note["officer"]).order_by("-at", "-pk").first()
    row = last if last is not None and _goes_on(last, folded, at) else Asked()
    row.key, row.officer_id = UUID(note["key"]), note["officer"]
    row.text, row.folded = note["text"], folded
    row.hits, row.is_narrowed, row.at = note["hits"], note["narrowed"], at
    row.save()


def _goes_on(last: Asked, folded: str, at: datetime) -> bool:
    """Whether the query is the last one typed on, shortened or narrowed, before any hit was
    opened."""
    is_near = last.rank is None and timedelta(0) <= at - last.at <= SAME_WITHIN
    return is_near and (folded.startswith(last.folded) or last.folded.startswith(folded))
