"""The number of unread notices, kept in the cache: it is on every page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.core.cache import cache
from django.db import transaction

from accounts.models import Officer
from notifications.queries import inbox_of

KEEP_SECONDS = 300


def unread_count(officer: Officer) -> int:
    """How many of the notices in the officer's inbox are not read; no query while it is kept."""
    key = _key(officer.pk)
    known: int | None = cache.get(key)
    if known is None:
        known = inbox_of(officer).filter(read_at__isnull=True).count()
        cache.set(key, known, KEEP_SECONDS)
    return known


def forget_unread(officer_ids: Iterable[int]) -> None:
    """Count anew for these officers once the transaction commits."""
    keys = [_key(officer_id) for officer_id in officer_ids]
    transaction.on_commit(partial(cache.delete_many, keys))


def _key(officer_id: int) -> str:
    return f"unread:{officer_id}"
