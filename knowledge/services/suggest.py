"""Suggesting an edit of what others wrote, and taking the suggestion back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from knowledge.access import is_writer
from knowledge.blind import hidden_writers
from knowledge.locks import lock_item, lock_suggestion
from knowledge.matching import matches
from knowledge.models import Item, Revision, Suggestion
from knowledge.querysets import may_see
from knowledge.services.errors import Refused
from knowledge.services.fields import ItemFields, require_whole, tidy_comment
from knowledge.services.guards import require_status
from knowledge.services.revisions import fingerprint

# So many may wait at a time, so that nobody is buried under the edits of one colleague.
MOST_OPEN = 20

JUDGED_BY_YOU = _(
    "You are asked to evaluate this item. Say there what is missing; suggest an edit afterwards."
)


@transaction.atomic
def suggest_edit(
    *, item: Item, by: Officer, text: ItemFields, base: Revision, reason: str
) -> Suggestion:
    """Propose title, summary and source of ``text`` to those who wrote the item.

    ``base`` is the revision that the officer started from; ``reason`` becomes what the history
    says of the change. Raises Refused, ValueError for a base of another item.
    """
    if base.item_id != item.pk:
        raise ValueError("The base is a revision of another item.")
    fresh = lock_item(item.pk)
    require_suggestible(fresh, by)
    text = text.cleaned()
    reason = tidy_comment(reason)
    if not reason:
        raise Refused(_("Say in a few words why: the writers and the history show it."))
    require_whole(
        title=text.title, summary=text.summary, source=text.source, category_id=fresh.category_id
    )
    said = fingerprint(text.title, text.summary, text.source)
    if said == fingerprint(base.title, base.summary, base.source):
        raise Refused(_("Nothing is changed yet. Change the text, then suggest it."))
    _require_room(fresh, by)
    suggestion = Suggestion.objects.create(
        item=fresh,
        base=base,
        officer=by,
        title=text.title,
        summary=text.summary,
        source=text.source,
        reason=reason,
        suggested_at=clock.now(),
    )
    tell("made", suggestion, by)
    return suggestion


@transaction.atomic
def withdraw_suggestion(*, suggestion: Suggestion, by: Officer) -> Suggestion:
    """Whoever suggested it takes it back, while nobody has decided. Raises Refused."""
    lock_item(suggestion.item_id)
    fresh = lock_suggestion(suggestion.pk)
    if fresh.officer_id != by.pk:
        raise Refused(_("Only the one who suggested this edit can withdraw it."))
    require_open_suggestion(fresh)
    fresh.state = Suggestion.State.WITHDRAWN
    fresh.decided_at = clock.now()
    fresh.save(update_fields=["state", "decided_at"])
    tell("withdrawn", fresh, by)
    return fresh


def require_suggestible(item: Item, by: Officer) -> None:
    """Refuse where ``by`` may not suggest an edit of the item now.

    Whoever judges the item does not: the writers would learn who that is, and the evaluator
    would have a share in what is judged.
    """
    if not matches(may_see(by), item):
        raise Refused(_("This item is no longer open to you. Go back to the list."))
    require_status(
        item,
        (Item.Status.PUBLISHED,),
        _("Edits can be suggested only to what is published. Reload the page to see its state."),
    )
    if is_writer(by, item):
        raise Refused(_("You wrote this item yourself. Edit it directly."))
    if item.pk in hidden_writers(by):
        raise Refused(JUDGED_BY_YOU)


def require_open_suggestion(suggestion: Suggestion) -> None:
    """Refuse what has been decided or withdrawn."""
    if not suggestion.is_open:
        raise Refused(
            _("This suggestion is no longer open. Reload the page to see what became of it.")
        )


def tell(what: str, suggestion: Suggestion, by: Officer, **data: object) -> None:
    """Record what happened to a suggestion; its officer is the one who suggested it."""
    record(
        verb=f"suggestion.{what}",
        obj=suggestion,
        actor=by,
        key=f"suggestion.{what}:{suggestion.pk}",
        data={"item": suggestion.item_id, "officer": suggestion.officer_id, **data},
    )


def _require_room(item: Item, by: Officer) -> None:
    waiting = Suggestion.objects.filter(officer=by, state=Suggestion.State.OPEN)
    if waiting.filter(item=item).exists():
        raise Refused(
            _("A suggestion of yours to this item is waiting. Withdraw it to make another one.")
        )
    if waiting.count() >= MOST_OPEN:
        raise Refused(
            _("%(most)d suggestions of yours are waiting. Let the writers decide some first.")
            % {"most": MOST_OPEN}
        )
