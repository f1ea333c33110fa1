"""Celery's way into the delivery of activities."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from celery import shared_task
from kombu.exceptions import OperationalError

from core.heartbeat import beat

logger = logging.getLogger(__name__)


def announce(activity_ids: Sequence[int]) -> None:
    """Tell the workers. A broker that is down costs a delay only: the sweep finds the rows."""
    try:
        deliver.delay(list(activity_ids))
    except (OperationalError, ConnectionError):
        logger.warning("The broker is down; the sweep will deliver %s", activity_ids)


@shared_task(
    name="core.deliver",
    ignore_result=True,
    acks_late=True,  # delivery is idempotent, so a lost worker's message may come again
    time_limit=300,
)
def deliver(activity_ids: list[int]) -> None:
    """Deliver these activities."""
    from core.services.deliver import deliver as deliver_one

    for activity_id in activity_ids:
        deliver_one(activity_id)


@shared_task(name="core.sweep", ignore_result=True, time_limit=300)
def sweep() -> int:
    """Deliver what a crash or a failing handler left behind; returns how many were tried."""
    from core.services.deliver import deliver as deliver_one
    from core.services.deliver import due

    ids = due()
    for activity_id in ids:
        deliver_one(activity_id)
    return len(ids)


@shared_task(name="core.prune_changes", ignore_result=True, time_limit=300)
def prune_changes() -> int:
    """Delete what search was told long ago; running it twice deletes nothing more."""
    from core.services.changed import prune_changes as prune

    return prune()


@shared_task(name="core.heartbeat", ignore_result=True, time_limit=30)
def heartbeat() -> None:
    """Say that beat and a worker live."""
    beat()
