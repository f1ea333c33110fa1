"""The number of unread notices, kept in the cache: it is on every page.

It is counted anew when a notice is written or read, when rights change (the epoch is kept with
it), and when something happens to an item that unread notices are about.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.core.cache import cache
from django.db import transaction

from accounts import epoch
from accounts.models import Officer
from notifications.models import Notice
from notifications.queries import inbox_of

# Longer than a blind of an evaluator may go unnoticed: it is the one change without an activity.
KEEP_SECONDS = 300


def unread_count(officer: Officer) -> int:
    """How many of the notices in the officer's inbox are not read.

    While kept it comes with the officer of a request; for others it is one cache read.
    """
    key = unread_key(officer.pk)
    found = officer.carried or cache.get_many([key, epoch.KEY])
    now = epoch.current(found.get(epoch.KEY))
    known: tuple[str, int] | None = found.get(key)
    if known is None or known[0] != now:
        known = (now, inbox_of(officer).filter(read_at__isnull=True).count())
        cache.set(key, known, KEEP_SECONDS)
    return known[1]


def forget_unread(officer_ids: Iterable[int]) -> None:
    """Count anew for these officers once the transaction commits."""
    keys = [unread_key(officer_id) for officer_id in officer_ids]
    if keys:
        transaction.on_commit(partial(cache.delete_many, keys))


def forget_unread_about(item_id: int) -> None:
    """The same for everybody with an unread notice about the item (one query)."""
    rows = Notice.objects.filter(item_id=item_id, read_at__isnull=True, in_inbox=True)
    forget_unread(set(rows.values_list("officer_id", flat=True)))


def unread_key(officer_id: int) -> str:
    """Under which the number of one officer is kept."""
    return f"unread:{officer_id}"
