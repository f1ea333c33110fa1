"""Scoring a round and publishing its decision."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator_of
from core import clock
from core.services.record import record
from evaluation.formulas import decide, probability_superior, raw_score, standard_error
from evaluation.locks import lock_round_and_item
from evaluation.models import Assignment, Evaluation, ItemScore, Round
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.services.grade import grade_item
from knowledge.writers import writer_ids

# Stored finer than any two means of a round can differ.
KEPT = Decimal("0.0000001")


@transaction.atomic
def score_round(*, round_id: int) -> Round:
    """Decide the round if all its evaluations are in; otherwise leave it. Safe to repeat."""
    round = lock_round_and_item(round_id)
    if round.state not in (Round.State.ASSIGNING, Round.State.COLLECTING):
        return round
    totals = totals_of(round)
    if len(totals) < round.policy.k_min:
        return round
    return _publish(round, totals, by=None, is_provisional=False)


@transaction.atomic
def decide_provisionally(*, round_id: int, by: Officer) -> Round:
    """Let the coordinator decide an overdue round with the evaluations there are.

    Raises Refused before the round is due, with too few evaluations, or for anybody else.
    """
    round = lock_round_and_item(round_id)
    in_charge = is_coordinator_of(by, round.item.office_id) or is_admin(by)
    if not in_charge or by.pk in writer_ids(round.item):
        raise Refused(_("Only the KM coordinator of the office in charge can do that."))
    if round.state not in (Round.State.ASSIGNING, Round.State.COLLECTING):
        raise Refused(_("This round has been decided. Reload the page to see its result."))
    if clock.now() < round.due_at:
        raise Refused(_("This round is not overdue yet. Its evaluators still have time."))
    totals = totals_of(round)
    if len(totals) < round.policy.provisional_min:
        raise Refused(
            _("A provisional decision needs at least %(least)d evaluations.")
            % {"least": round.policy.provisional_min}
        )
    return _publish(round, totals, by=by, is_provisional=True)


def totals_of(round: Round) -> list[Decimal]:
    """The total of each assignment that was evaluated; of corrections, the last."""
    rows = (
        Evaluation.objects.filter(
            assignment__round=round, assignment__state=Assignment.State.SUBMITTED
        )
        .order_by("assignment_id", "-pk")
        .distinct("assignment_id")
    )
    return [row.total for row in rows]


def _publish(
    round: Round, totals: list[Decimal], *, by: Officer | None, is_provisional: bool
) -> Round:
    policy = round.policy
    score = raw_score(totals)
    se = standard_error(totals)
    round.decision = decide(score, policy.threshold, policy.improve_below)
    ItemScore.objects.create(
        round=round,
        n=len(totals),
        raw=score.quantize(KEPT),
        q=score.quantize(KEPT),
        se=se,
        p=probability_superior(float(score), se, float(policy.threshold)),
        decision=round.decision,
    )
    round.state = Round.State.PUBLISHED
    round.is_provisional = is_provisional
    round.decided_at = clock.now()
    round.save(update_fields=["state", "decision", "is_provisional", "decided_at"])
    Assignment.objects.filter(round=round, state__in=Assignment.OPEN).update(
        state=Assignment.State.VOIDED
    )
    is_superior = round.decision == Round.Decision.SUPERIOR
    grade = Item.Grade.SUPERIOR if is_superior else Item.Grade.STANDARD
    grade_item(item=round.item, score=score, grade=grade, round_id=round.pk)
    record(
        verb="round.decided",
        obj=round,
        actor=by,
        key=f"round.decided:{round.pk}",
        data={
            "item": round.item_id,
            "decision": round.decision,
            "score": str(score.quantize(KEPT)),
            "writers": writer_ids(round.item),
            "provisional": is_provisional,
        },
    )
    return round
