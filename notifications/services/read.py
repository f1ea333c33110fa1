"""Marking notices as read."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Officer
from core import clock
from notifications.models import Notice
from notifications.queries import Topic
from notifications.unread import forget_unread


@transaction.atomic
def mark_read(*, officer: Officer, topic: Topic | None = None, up_to: int | None = None) -> int:
    """Mark the officer's notices as read: all, or those of one topic; returns how many were not.

    ``up_to`` is the latest notice that the officer has seen: what came since stays new.
    """
    rows = Notice.objects.filter(officer=officer, read_at__isnull=True)
    if topic is not None:
        item_id, kind = topic
        rows = rows.filter(item_id=item_id) if item_id else rows.filter(item=None, kind=kind)
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    changed = rows.update(read_at=clock.now())
    forget_unread([officer.pk])
    return changed
