"""Scoring a round: decide it, ask a few more, or send it before the panel."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator_of
from core import clock
from evaluation.calendar import add_working_days
from evaluation.chain import pooled_rounds
from evaluation.formulas.decision import Step, next_step, verdict, wanted_next
from evaluation.locks import lock_round_and_item
from evaluation.models import Round
from evaluation.scoring import Scored, counting_evaluations, rule_of, score_of
from evaluation.services.draw import draw
from evaluation.services.panel import decide_by_fewer, send_to_panel
from evaluation.services.publish import keep_score, publish_decision
from knowledge.services.errors import Refused
from knowledge.writers import writer_ids


@transaction.atomic
def score_round(*, round_id: int) -> Round:
    """Take the next step of a peers' round once all evaluations that it wants are in; otherwise
    leave it. By the policy that the round was opened under. Safe to repeat.

    What the round wants grows with each draw of more, so the same evaluations are scored once.
    After an appeal the verdict rests on the evaluations of the whole chain.
    """
    round = lock_round_and_item(round_id)
    if round.state not in Round.JUDGING or round.segment != Round.Segment.PEERS:
        return round
    handed_in = _handed_in(round)
    scored = score_of(pooled_rounds(round), round.policy)
    if scored is None or handed_in < round.wants:
        return round
    rule = rule_of(round.policy)
    live = scored.live
    step = next_step(rule, n=live.n, raw=float(scored.raw), q=live.q, se=live.se)
    if step.is_verdict:
        return publish_decision(round=round, scored=scored, decision=step)
    keep_score(round=round, scored=scored, step=step)
    if step == Step.PANEL:
        return _to_panel(round)
    return _ask_more(round, handed_in + wanted_next(rule, live.n) - live.n)


@transaction.atomic
def decide_provisionally(*, round_id: int, by: Officer) -> Round:
    """Let the coordinator decide an overdue round with the evaluations there are.

    Where the correction alone would turn the verdict, the round goes before the panel instead.
    Raises Refused before the round is due, with too few evaluations, or for anybody else.
    """
    round = lock_round_and_item(round_id)
    in_charge = is_coordinator_of(by, round.item.office_id) or is_admin(by)
    if not in_charge or by.pk in writer_ids(round.item):
        raise Refused(_("Only the KM coordinator of the office in charge can do that."))
    if round.state not in (*Round.JUDGING, Round.State.PANEL):
        raise Refused(_("This round has been decided. Reload the page to see its result."))
    if clock.now() < round.due_at:
        raise Refused(_("This round is not overdue yet. Its evaluators still have time."))
    if round.state == Round.State.PANEL:
        return decide_by_fewer(round=round, by=by)
    scored = score_of(pooled_rounds(round), round.policy)
    if scored is None or _handed_in(round) < round.policy.provisional_min:
        raise Refused(
            _("A provisional decision needs at least %(least)d evaluations.")
            % {"least": round.policy.provisional_min}
        )
    if _is_turned(round, scored):
        keep_score(round=round, scored=scored, step=Step.PANEL)
        return _to_panel(round)
    decision = verdict(rule_of(round.policy), scored.live.q)
    return publish_decision(
        round=round, scored=scored, decision=decision, by=by, is_provisional=True
    )


def _handed_in(round: Round) -> int:
    """How many evaluations the round itself has, without those before an appeal."""
    return counting_evaluations().filter(assignment__round=round).count()


def _is_turned(round: Round, scored: Scored) -> bool:
    """Whether plain mean and corrected score lie on different sides of the threshold."""
    threshold = round.policy.threshold
    return (scored.raw > threshold) != (scored.live.q > float(threshold))


def _ask_more(round: Round, wanted: int) -> Round:
    """Want more evaluations, give those who are drawn their time, and draw them."""
    round.wanted = wanted
    lease_end = add_working_days(clock.now(), round.policy.lease_days)
    round.due_at = max(round.due_at, lease_end)
    round.save(update_fields=["wanted", "due_at"])
    draw(round_id=round.pk)
    round.refresh_from_db(fields=["state"])
    return round


def _to_panel(round: Round) -> Round:
    round.state = Round.State.SCORED
    round.save(update_fields=["state"])
    return send_to_panel(round_=round)
