"""Delivering activities to their handlers, exactly once each.

The delivery row and the handler's effects are one transaction. Whoever is killed leaves the
outbox row behind; the sweep picks it up. Two workers on one activity meet at the unique
constraint of Delivery: the second waits for the first, then finds the work done.
"""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from core import registry
from core.models import Activity, Outbox

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=10)
LAST_RETRY = timedelta(hours=1)


def deliver(activity_id: int) -> bool:
    """Give one activity to every handler that has not had it. True if none is left.

    A failing handler does not keep the others from running; it is tried again by the sweep,
    after 10 s, 20 s, 40 s, up to an hour.
    """
    return _deliver(Activity.objects.get(pk=activity_id), frozenset())


def deliver_all(*, deaf: frozenset[str] = frozenset()) -> int:
    """Deliver everything that waits, and what the handlers record, in this process; how many.

    For tests and for commands that play history. The handlers named by ``deaf`` count as having
    had it and do nothing. Raises RuntimeError where a handler fails.
    """
    delivered = 0
    while waiting := list(Activity.objects.filter(outbox__isnull=False).order_by("pk")):
        for activity in waiting:
            if not _deliver(activity, deaf):
                raise RuntimeError(Outbox.objects.get(pk=activity.pk).last_error)
            delivered += 1
    return delivered


def due(limit: int = 500) -> list[int]:
    """Ids of undelivered activities that are due, oldest first."""
    now = timezone.now()
    rows = Outbox.objects.filter(due_at__lte=now - FIRST_RETRY).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def _deliver(activity: Activity, deaf: frozenset[str]) -> bool:
    errors = []
    for handler in registry.handlers_of(activity.verb):
        if handler.code in deaf:
            _claim(activity.pk, handler.code)
        elif error := _deliver_to(activity, handler):
            errors.append(error)
    if errors:
        _postpone(activity.pk, errors)
        return False
    Outbox.objects.filter(pk=activity.pk).delete()
    return True


def _deliver_to(activity: Activity, handler: registry.Handler) -> str:
    """The traceback of what went wrong, or an empty string."""
    try:
        with transaction.atomic():
            if _claim(activity.pk, handler.code):
                handler.run(activity)
    except Exception:
        logger.exception("Handler %s failed on activity %s", handler.code, activity.pk)
        return f"{handler.code}: {traceback.format_exc(limit=-5)}"
    return ""


def _claim(activity_id: int, handler: str) -> bool:
    """Insert the delivery row; False if another worker has committed it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_delivery (activity_id, handler, delivered_at)"
            " VALUES (%s, %s, now()) ON CONFLICT DO NOTHING",
            [activity_id, handler],
        )
        return cursor.rowcount == 1


def _postpone(activity_id: int, errors: list[str]) -> None:
    row = Outbox.objects.filter(pk=activity_id).first()
    if row is None:
        return
    wait = min(FIRST_RETRY * 2 ** min(row.attempts, 10), LAST_RETRY)
    Outbox.objects.filter(pk=activity_id).update(
        attempts=F("attempts") + 1, due_at=timezone.now() + wait, last_error="\n".join(errors)
    )
