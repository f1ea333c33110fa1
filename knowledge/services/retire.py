"""The end of an item's life: retired when out of date, hidden at once when harmful."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from knowledge.access import is_writer
from knowledge.home import forget_shared_lists
from knowledge.locks import lock_item
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.services.guards import looks_after, require_reason, require_status
from knowledge.services.touch import save_touched

# What a hidden item was shown to, or may be shown to: drafts are their author's own.
HIDEABLE = (
    Item.Status.SUBMITTED,
    Item.Status.RETURNED,
    Item.Status.PUBLISHED,
    Item.Status.RETIRED,
)


@transaction.atomic
def retire_item(*, item: Item, by: Officer, reason: str) -> Item:
    """Take a published item out of the lists; its address stays and says why. Raises Refused.

    Its writers, the coordinator of its office and administrators may.
    """
    fresh = lock_item(item.pk)
    if not (is_writer(by, fresh) or looks_after(by, fresh)):
        raise Refused(_("Only those who wrote this item or look after its office can retire it."))
    require_status(
        fresh,
        (Item.Status.PUBLISHED,),
        _("Only a published item can be retired. Reload the page to see its state."),
    )
    return _end(fresh, by, reason, Item.Status.RETIRED)


@transaction.atomic
def hide_item(*, item: Item, by: Officer, reason: str) -> Item:
    """Make an item invisible at once to all but its writers and those who look after it.

    The coordinator of its office and administrators may. Raises Refused.
    """
    fresh = lock_item(item.pk)
    if not looks_after(by, fresh):
        raise Refused(_("Only the KM coordinator of the office in charge can hide this item."))
    require_status(
        fresh,
        HIDEABLE,
        _("This item is not shown to anybody now, so there is nothing to hide."),
    )
    return _end(fresh, by, reason, Item.Status.HIDDEN)


@transaction.atomic
def show_item(*, item: Item, by: Officer) -> Item:
    """Undo a hiding that turned out needless. Raises Refused.

    What had been published is published again; anything else goes back to its writers.
    """
    fresh = lock_item(item.pk)
    if not looks_after(by, fresh):
        raise Refused(_("Only the KM coordinator of the office in charge can show this item."))
    require_status(
        fresh,
        (Item.Status.HIDDEN,),
        _("This item is not hidden. Reload the page to see its state."),
    )
    was_public = fresh.published_at is not None
    fresh.status = Item.Status.PUBLISHED if was_public else Item.Status.RETURNED
    fresh.status_reason = ""
    fresh.updated_at = clock.now()
    save_touched(fresh, "status", "status_reason", "updated_at")
    forget_shared_lists()
    record(
        verb="item.shown",
        obj=fresh,
        actor=by,
        key=f"item.shown:{fresh.pk}:{fresh.version}",
        data={"revision": fresh.current_revision_id},
    )
    return fresh


def _end(item: Item, by: Officer, reason: str, status: Item.Status) -> Item:
    item.status = status
    item.status_reason = require_reason(reason)
    item.updated_at = clock.now()
    save_touched(item, "status", "status_reason", "updated_at")
    forget_shared_lists()
    record(
        verb=f"item.{status}",
        obj=item,
        actor=by,
        key=f"item.{status}:{item.pk}:{item.version}",
        data={"reason": item.status_reason, "revision": item.current_revision_id},
    )
    return item
