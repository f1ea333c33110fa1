"""Telling search that something it may see has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from core.models import IndexChange

# A follower that was away for longer reads everything anew.
KEPT = timedelta(days=7)

WRITE = """
INSERT INTO core_indexchange (kind, object_id, at)
SELECT %s, changed.id, %s FROM unnest(%s::bigint[]) AS changed (id)
"""


def changed(*, kind: str, ids: Iterable[int]) -> None:
    """Note that these objects of a searchable ``kind`` may look different to search now.

    Must run in the transaction of the change, after or before it: readers see both at once.
    Telling of what search does not see costs a row and does no harm.
    """
    numbers = sorted(set(ids))
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [kind, timezone.now(), numbers])


def prune_changes() -> int:
    """Delete changes that every follower has had, or is too late for; how many."""
    return IndexChange.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
