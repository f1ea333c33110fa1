"""Not accepting a submission: back to the writers, or for good."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core.services.record import record
from knowledge.locks import lock_item
from knowledge.models import Item
from knowledge.services.guards import require_checker, require_reason, require_status
from knowledge.services.touch import save_touched

NOT_SUBMITTED = _(
    "This item is not waiting for a check any more. Reload the page to see what was decided."
)


def return_item(*, item: Item, by: Officer, reason: str) -> Item:
    """Give a submission back to its writers, who may change it and submit again.

    Raises Refused, also for an empty reason.
    """
    return _refuse(item, by, reason, Item.Status.RETURNED)


def reject_item(*, item: Item, by: Officer, reason: str) -> Item:
    """Turn a submission down for good. Raises Refused, also for an empty reason."""
    return _refuse(item, by, reason, Item.Status.REJECTED)


@transaction.atomic
def _refuse(item: Item, by: Officer, reason: str, status: Item.Status) -> Item:
    fresh = lock_item(item.pk)
    require_checker(fresh, by)
    require_status(fresh, (Item.Status.SUBMITTED,), NOT_SUBMITTED)
    fresh.status = status
    fresh.status_reason = require_reason(reason)
    save_touched(fresh, "status", "status_reason")
    record(
        verb=f"item.{status}",
        obj=fresh,
        actor=by,
        key=f"item.{status}:{fresh.pk}:{fresh.version}",
        data={"reason": fresh.status_reason, "revision": fresh.current_revision_id},
    )
    return fresh
