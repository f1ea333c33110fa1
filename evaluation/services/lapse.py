"""A published decision ends when what it was about is no longer what readers get."""

from __future__ import annotations

from django.db import transaction

from core import clock
from core.services.record import record
from evaluation.chain import standing_round
from evaluation.locks import lock_round
from evaluation.models import Round
from evaluation.services.open_round import void_rounds
from knowledge.locks import lock_item
from knowledge.models import Item, Revision
from knowledge.services.grade import ungrade_item
from knowledge.services.revisions import changed_share
from knowledge.writers import writer_ids


@transaction.atomic
def lapse_decision(
    *, item_id: int, cause: Round.Cause, reason: str = "", fault_then: bool = False
) -> Round | None:
    """End the decision that stands on an item, and take its grade off; None where none stands.

    ``fault_then``: the fault was there when it was decided, so what was paid for it goes back.
    An appeal that is being judged ends as well: there is nothing left to judge again.
    """
    item = lock_item(item_id)
    standing = standing_round(item_id)
    if standing is None:
        return None
    void_rounds(item_id=item_id, cause=cause, reason=reason)
    round = lock_round(standing.pk)
    round.state = Round.State.LAPSED
    round.ended_at = clock.now()
    round.end_cause = cause
    round.end_reason = reason
    round.save(update_fields=["state", "ended_at", "end_cause", "end_reason"])
    ungrade_item(item=item, round_id=round.pk)
    record(
        verb="round.lapsed",
        obj=round,
        key=f"round.lapsed:{round.pk}",
        data={
            "item": item_id,
            "cause": cause,
            "decision": round.decision,
            "root": round.first_id,
            "writers": writer_ids(item),
            "fault_then": fault_then,
        },
    )
    return round


def lapse_if_changed(*, item_id: int) -> Round | None:
    """End the decision on an item whose text is no longer the one that was judged; None where it
    still is.

    The present text is compared with the judged one, so that many small edits count together, and
    what was changed and put back does not.
    """
    standing = standing_round(item_id)
    if standing is None:
        return None
    share = share_since(standing)
    if share is None or share <= standing.policy.lapse_share:
        return None
    return lapse_decision(item_id=item_id, cause=Round.Cause.CHANGED)


def share_since(round: Round) -> float | None:
    """How much of the judged text has changed since, 0..1; None where the item has no text."""
    current = Item.objects.values_list("current_revision_id", flat=True).get(pk=round.item_id)
    if current is None:
        return None
    return changed_share(round.revision, Revision.objects.get(pk=current))
