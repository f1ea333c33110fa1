"""Opening the round of a published item, and voiding one that has lost its ground."""

from __future__ import annotations

from django.db import transaction

from core import clock
from core.services.record import record
from evaluation.calendar import add_working_days
from evaluation.locks import lock_open_rounds
from evaluation.models import Assignment, Round
from evaluation.services.draw import draw
from evaluation.services.policies import policy_for
from knowledge.locks import lock_item
from knowledge.models import Item


@transaction.atomic
def open_round(*, item_id: int, revision_id: int) -> Round | None:
    """Open the peers' round of a revision and draw its evaluators.

    Done twice, it returns the round that is there. None where the item is no longer published
    in that revision: then a later activity opens the right one.
    """
    item = lock_item(item_id)
    known = Round.objects.filter(revision_id=revision_id, seq=1).first()
    if known is not None:
        return known
    if item.status != Item.Status.PUBLISHED or item.current_revision_id != revision_id:
        return None
    policy = policy_for(item.kind)
    now = clock.now()
    round = Round.objects.create(
        item=item,
        revision_id=revision_id,
        policy=policy,
        opened_at=now,
        due_at=add_working_days(now, policy.provisional_days),
    )
    record(
        verb="round.opened",
        obj=round,
        key=f"round.opened:{round.pk}",
        data={"item": item.pk, "revision": revision_id},
    )
    draw(round_id=round.pk)
    return round


@transaction.atomic
def void_rounds(*, item_id: int) -> int:
    """End the open round of an item without a decision; how many were open.

    What its evaluators had not submitted leaves their desks; what they had is kept.
    """
    lock_item(item_id)
    rounds = lock_open_rounds(item_id)
    for round in rounds:
        Assignment.objects.filter(round=round, state__in=Assignment.OPEN).update(
            state=Assignment.State.VOIDED
        )
        round.state = Round.State.VOID
        round.save(update_fields=["state"])
        record(
            verb="round.voided",
            obj=round,
            key=f"round.voided:{round.pk}",
            data={"item": item_id},
        )
    return len(rounds)
