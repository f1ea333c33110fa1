"""The third segment: what close or contradictory scores cannot decide goes before people."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from evaluation.calendar import add_working_days
from evaluation.chain import pooled_rounds
from evaluation.formulas.decision import majority
from evaluation.locks import lock_round, lock_round_and_item
from evaluation.models import Assignment, Round
from evaluation.scoring import counting_evaluations, rule_of, score_of
from evaluation.services.draw import draw
from evaluation.services.publish import publish_decision
from knowledge.services.errors import Refused

BEFORE_THE_PANEL = (Round.State.ASSIGNING, Round.State.COLLECTING, Round.State.SCORED)


@transaction.atomic
def send_to_panel(*, round_: Round) -> Round:
    """Put a scored round before the panel and draw its members; the round as it is then. Done
    twice, nothing changes.

    Evaluations that are still at work leave their desks. A round that is decided or void stays.
    """
    round = lock_round(round_.pk)
    if round.state not in BEFORE_THE_PANEL:
        return round
    Assignment.objects.filter(round=round, state__in=Assignment.OPEN).update(
        state=Assignment.State.VOIDED
    )
    round.state = Round.State.PANEL
    round.segment = Round.Segment.PANEL
    round.panel_at = clock.now()
    round.due_at = add_working_days(round.panel_at, round.policy.provisional_days)
    round.save(update_fields=["state", "segment", "panel_at", "due_at"])
    record(
        verb="round.to_panel",
        obj=round,
        key=f"round.to_panel:{round.pk}",
        data={"item": round.item_id, "round": round.pk},
    )
    draw(round_id=round.pk)
    return round


@transaction.atomic
def decide_by_panel(*, round_id: int) -> Round:
    """Decide a round once all members of its panel have evaluated it; otherwise leave it. Safe to
    repeat.

    Each member's total says superior, standard or improve, and more than half decide. The score
    stays that of the peers: the panel judges the case, it does not outweigh them.
    """
    round = lock_round_and_item(round_id)
    if round.state != Round.State.PANEL or len(_totals(round)) < round.policy.panel_size:
        return round
    return _publish(round)


def decide_by_fewer(*, round: Round, by: Officer) -> Round:
    """Decide an overdue round, locked with its item, with the members who have evaluated it.
    Raises Refused for fewer than a provisional decision needs."""
    if len(_totals(round)) < round.policy.provisional_min:
        raise Refused(
            _("A provisional decision needs at least %(least)d evaluations by the panel.")
            % {"least": round.policy.provisional_min}
        )
    return _publish(round, by=by)


def _publish(round: Round, by: Officer | None = None) -> Round:
    decision = majority(rule_of(round.policy), _totals(round))
    scored = score_of(pooled_rounds(round), round.policy)
    if scored is None:
        # What the peers said has been voided since: the panel's is what there is.
        scored = score_of([round], round.policy, Round.Segment.PANEL)
    assert scored is not None
    return publish_decision(
        round=round, scored=scored, decision=decision, by=by, is_provisional=by is not None
    )


def _totals(round: Round) -> list[float]:
    rows = counting_evaluations(Round.Segment.PANEL).filter(assignment__round=round)
    return [float(total) for total in rows.values_list("total", flat=True)]
