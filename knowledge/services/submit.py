"""Handing an item in, and taking it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from knowledge.locks import lock_item
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.services.fields import require_whole
from knowledge.services.guards import require_status, require_writer
from knowledge.services.touch import save_touched


@transaction.atomic
def submit_item(*, item: Item, by: Officer) -> Item:
    """Hand a draft or a returned item in for the form check. Raises Refused.

    It needs a title, a summary, a category and a text; from now on nobody changes it.
    """
    fresh = lock_item(item.pk)
    require_writer(fresh, by)
    require_status(
        fresh,
        (Item.Status.DRAFT, Item.Status.RETURNED),
        _("Only a draft or a returned item can be submitted. Reload the page to see its state."),
    )
    revision = fresh.current_revision
    if revision is None:
        raise Refused(_("There is no text yet. Write and save it first."))
    require_whole(
        title=revision.title,
        summary=revision.summary,
        source=revision.source,
        category_id=fresh.category_id,
    )
    fresh.status = Item.Status.SUBMITTED
    fresh.status_reason = ""
    fresh.submitted_at = clock.now()
    save_touched(fresh, "status", "status_reason", "submitted_at")
    record(
        verb="item.submitted",
        obj=fresh,
        actor=by,
        key=f"item.submitted:{fresh.pk}:{fresh.version}",
        data={"revision": revision.pk},
    )
    return fresh


@transaction.atomic
def withdraw_item(*, item: Item, by: Officer) -> Item:
    """Take a submission back: the item is a draft again. Raises Refused."""
    fresh = lock_item(item.pk)
    require_writer(fresh, by)
    require_status(
        fresh,
        (Item.Status.SUBMITTED,),
        _("Only a submitted item can be withdrawn. Reload the page to see its state."),
    )
    fresh.status = Item.Status.DRAFT
    save_touched(fresh, "status")
    record(
        verb="item.withdrawn",
        obj=fresh,
        actor=by,
        key=f"item.withdrawn:{fresh.pk}:{fresh.version}",
        data={"revision": fresh.current_revision_id},
    )
    return fresh
