"""Marking notices as read."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Officer
from core import clock
from notifications.models import Notice
from notifications.unread import forget_unread


@transaction.atomic
def mark_read(*, officer: Officer, notice_id: int | None = None) -> int:
    """Mark one notice of the officer, or all of them, as read; returns how many were not."""
    rows = Notice.objects.filter(officer=officer, read_at__isnull=True)
    if notice_id is not None:
        rows = rows.filter(pk=notice_id)
    changed = rows.update(read_at=clock.now())
    forget_unread([officer.pk])
    return changed
