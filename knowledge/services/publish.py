"""Accepting a submission: from now on its audience reads it."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Officer
from core import clock
from core.services.record import record
from knowledge.locks import lock_item
from knowledge.models import Item
from knowledge.services.guards import require_checker, require_status
from knowledge.services.refuse import NOT_SUBMITTED
from knowledge.services.touch import save_touched
from knowledge.writers import writer_ids


@transaction.atomic
def publish_item(*, item: Item, by: Officer) -> Item:
    """Publish a submitted item. Raises Refused.

    ``by`` is the coordinator of its office or an administrator, and none of its writers.
    """
    fresh = lock_item(item.pk)
    require_checker(fresh, by)
    require_status(fresh, (Item.Status.SUBMITTED,), NOT_SUBMITTED)
    now = clock.now()
    fresh.status = Item.Status.PUBLISHED
    fresh.status_reason = ""
    fresh.published_at = now
    fresh.updated_at = now
    save_touched(fresh, "status", "status_reason", "published_at", "updated_at")
    record(
        verb="item.published",
        obj=fresh,
        actor=by,
        key=f"item.published:{fresh.pk}:{fresh.version}",
        data={
            "revision": fresh.current_revision_id,
            "writers": writer_ids(fresh),
            "office": fresh.office_id,
            "category": fresh.category_id,
            "audience": fresh.audience_id,
        },
    )
    return fresh
