"""Opening the round of a published item, and voiding one that has lost its ground."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from core import clock
from core.services.record import record
from evaluation.calendar import add_working_days
from evaluation.chain import standing_round
from evaluation.locks import lock_appeal_of, lock_open_rounds
from evaluation.models import Appeal, Assignment, EvaluationPolicy, Round
from evaluation.services.draw import draw
from evaluation.services.policies import policy_for
from knowledge.locks import lock_item
from knowledge.models import Item

# After these the same text may be judged once more; a decision that lapsed waits for a new text.
JUDGED_AGAIN = (Round.State.VOID, Round.State.ANNULLED)


@transaction.atomic
def open_round(*, item_id: int, revision_id: int) -> Round | None:
    """Open the peers' round of a revision and draw its evaluators.

    Done twice, it returns the round that is there, as it does where a decision stands. None where
    the item is no longer published in that revision: then a later activity opens the right one.
    """
    item = lock_item(item_id)
    known = Round.objects.filter(revision_id=revision_id).order_by("-seq").first()
    if known is not None and known.state not in JUDGED_AGAIN:
        return known
    if item.status != Item.Status.PUBLISHED or item.current_revision_id != revision_id:
        return None
    if (standing := standing_round(item_id)) is not None:
        return standing
    return begin_round(item=item, revision_id=revision_id, policy=policy_for(item.kind))


def begin_round(
    *, item: Item, revision_id: int, policy: EvaluationPolicy, root_id: int | None = None
) -> Round:
    """Create the next round of a revision of a locked item, and draw its evaluators.

    ``root_id`` is the first round of the chain that it continues by appeal.
    """
    now = clock.now()
    known = Round.objects.filter(revision_id=revision_id).aggregate(last=Max("seq"))
    round = Round.objects.create(
        item=item,
        revision_id=revision_id,
        seq=(known["last"] or 0) + 1,
        root_id=root_id,
        policy=policy,
        opened_at=now,
        due_at=add_working_days(now, policy.provisional_days),
    )
    record(
        verb="round.opened",
        obj=round,
        key=f"round.opened:{round.pk}",
        data={"item": item.pk, "revision": revision_id, "root": round.first_id},
    )
    draw(round_id=round.pk)
    return round


@transaction.atomic
def void_rounds(
    *, item_id: int, cause: Round.Cause = Round.Cause.GONE, reason: str = ""
) -> list[Round]:
    """End the open round of an item without a decision; those that were open.

    What its evaluators had not submitted leaves their desks; what they had is kept, and counts
    for nothing. An appeal that it was to decide ends with it.
    """
    lock_item(item_id)
    rounds = lock_open_rounds(item_id)
    for round in rounds:
        Assignment.objects.filter(round=round, state__in=Assignment.OPEN).update(
            state=Assignment.State.VOIDED
        )
        round.state = Round.State.VOID
        round.ended_at = clock.now()
        round.end_cause = cause
        round.end_reason = reason
        round.save(update_fields=["state", "ended_at", "end_cause", "end_reason"])
        record(
            verb="round.voided",
            obj=round,
            key=f"round.voided:{round.pk}",
            data={"item": item_id, "cause": cause},
        )
        if cause != Round.Cause.MISCONDUCT:
            _end_appeal(round)
    return rounds


def _end_appeal(round: Round) -> None:
    appeal = lock_appeal_of(round.pk)
    if appeal is None or appeal.state != Appeal.State.OPEN:
        return
    appeal.state = Appeal.State.ENDED
    appeal.decided_at = clock.now()
    appeal.save(update_fields=["state", "decided_at"])
    record(
        verb="appeal.ended",
        obj=appeal,
        key=f"appeal.ended:{appeal.pk}",
        data={"item": round.item_id, "round": round.pk, "root": round.first_id},
    )
