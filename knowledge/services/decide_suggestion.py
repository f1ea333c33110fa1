"""Those who wrote an item decide on an edit that somebody suggested."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.locks import lock_item, lock_suggestion
from knowledge.models import Item, Revision, Suggestion
from knowledge.services.errors import Refused
from knowledge.services.fields import ItemFields, tidy
from knowledge.services.guards import require_status, require_writer
from knowledge.services.revise import revise_text
from knowledge.services.suggest import require_open_suggestion, tell
from knowledge.writers import writer_ids


@transaction.atomic
def accept_suggestion(
    *,
    suggestion: Suggestion,
    by: Officer,
    text: ItemFields | None = None,
    base: Revision | None = None,
) -> Revision:
    """Make the suggested edit the current text; the new revision names who suggested it.

    Where the item has moved on, both edits are joined. Where they overlap EditConflict is raised
    and nothing changes; the writer then sends ``text``, both put together by hand, with the
    ``base`` that it was made from. Raises Refused, ValueError for a base of another item.
    """
    item = lock_item(suggestion.item_id)
    fresh = lock_suggestion(suggestion.pk)
    require_writer(item, by)
    require_open_suggestion(fresh)
    _require_another(fresh, by)
    require_status(
        item,
        (Item.Status.PUBLISHED,),
        _("This item is not published now, so its text stays. You can decline the suggestion."),
    )
    base = base or fresh.base
    if base.item_id != item.pk:
        raise ValueError("The base is a revision of another item.")
    before = item.current_revision_id
    writers = writer_ids(item)
    revision = revise_text(
        item=item,
        by=by,
        editor=fresh.officer,
        text=text or text_of(fresh),
        base=base,
        comment=fresh.reason,
        suggestion=fresh.pk,
        suggester=fresh.officer_id,
    )
    if revision.pk == before:
        raise Refused(
            _("The text says this already. Decline the suggestion, and say that it is done.")
        )
    fresh.state = Suggestion.State.ACCEPTED
    fresh.decided_by = by
    fresh.decided_at = clock.now()
    fresh.revision = revision
    fresh.save(update_fields=["state", "decided_by", "decided_at", "revision"])
    tell("accepted", fresh, by, revision=revision.pk, writers=writers)
    return revision


@transaction.atomic
def decline_suggestion(*, suggestion: Suggestion, by: Officer, reason: str) -> Suggestion:
    """Leave the text as it is; ``reason`` is what the one who suggested reads. Raises Refused."""
    item = lock_item(suggestion.item_id)
    fresh = lock_suggestion(suggestion.pk)
    require_writer(item, by)
    require_open_suggestion(fresh)
    _require_another(fresh, by)
    fresh.answer = tidy(reason).strip()
    if not fresh.answer:
        raise Refused(_("The reason is missing. Write it, as the one who suggested reads it."))
    fresh.state = Suggestion.State.DECLINED
    fresh.decided_by = by
    fresh.decided_at = clock.now()
    fresh.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    tell("declined", fresh, by)
    return fresh


def text_of(suggestion: Suggestion) -> ItemFields:
    """The suggested title, summary and source."""
    return ItemFields(title=suggestion.title, summary=suggestion.summary, source=suggestion.source)


def _require_another(suggestion: Suggestion, by: Officer) -> None:
    """One may have become a writer since: nobody decides on their own suggestion."""
    if suggestion.officer_id == by.pk:
        raise Refused(
            _("You suggested this yourself. Withdraw it and edit, or let another writer decide.")
        )
