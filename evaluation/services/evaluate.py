"""Submitting an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from evaluation.eligibility import bars, case_of
from evaluation.formulas.totals import weighted_total
from evaluation.locks import lock_assignment
from evaluation.models import Assignment, Evaluation
from evaluation.services.draw import facts_of
from evaluation.services.respond import DECIDED, NOT_OPEN, NOT_YOURS, require_latest
from knowledge.services.errors import Refused

SHORTEST_COMMENT = 30
LONGEST_COMMENT = 4000


TOO_LATE = _("The time for this evaluation is over. You will be asked again another time.")


class NoLongerEligible(Refused):
    """Something has happened since the draw; the slot has been given to somebody else."""


def submit_evaluation(
    *,
    assignment: Assignment,
    by: Officer,
    scores: Mapping[str, Decimal],
    comment: str,
    confidence: int = Evaluation.Confidence.FAIR,
    version: int | None = None,
) -> Evaluation:
    """Hand in scores (one a criterion, 0..10 in halves) and a comment. Raises Refused.

    Until the round is decided, handing in again corrects: the last one counts. The same once more
    is no correction, so that a second click harms nothing. ``version`` is that of the assignment
    when the form was opened; where another window has saved since, SavedElsewhere is raised. An
    evaluator who may no longer judge the item is taken off it (NoLongerEligible), and that is kept.
    """
    with transaction.atomic():
        fresh = _require_submittable(lock_assignment(assignment.pk), by)
        barred = bars(case_of(fresh.round), fresh.evaluator)
        if not barred:
            return _write(fresh, by, scores, _checked_comment(comment), confidence, version)
        fresh.state = Assignment.State.VOIDED
        fresh.reason = ", ".join(sorted(barred))
        fresh.save(update_fields=["state", "reason"])
        record(
            verb="evaluation.voided",
            obj=fresh,
            key=f"evaluation.voided:{fresh.pk}",
            data={**facts_of(fresh), "bars": sorted(barred)},
        )
    # The handler of what was recorded draws somebody else: here an audit would take less time.
    raise NoLongerEligible(
        _(
            "You may no longer evaluate this item: %(reason)s Somebody else has been asked."
            " Thank you all the same."
        )
        % {"reason": " ".join(str(bar.label) for bar in sorted(barred))}
    )


def why_closed(assignment: Assignment) -> str:
    """Why nothing can be submitted for an assignment now; an empty text if something can."""
    is_correction = assignment.state == Assignment.State.SUBMITTED
    if assignment.state == Assignment.State.EXPIRED:
        return str(TOO_LATE)
    if not (assignment.is_open or is_correction):
        return str(NOT_OPEN)
    if not assignment.is_wanted:
        return str(DECIDED)
    if assignment.lease_until < clock.now() and not is_correction:
        return str(TOO_LATE)
    return ""


def _require_submittable(assignment: Assignment, by: Officer) -> Assignment:
    if assignment.evaluator.officer_id != by.pk:
        raise Refused(NOT_YOURS)
    if reason := why_closed(assignment):
        raise Refused(reason)
    return assignment


def fault_of(comment: str) -> str:
    """What is wrong with a comment; an empty text if nothing is. Spaces in a row count as one."""
    length = len(" ".join(comment.split()))
    if length < SHORTEST_COMMENT:
        text = _("The comment needs at least %(least)d characters. Say what is strong or weak.")
        return text % {"least": SHORTEST_COMMENT}
    if length > LONGEST_COMMENT:
        text = _("The comment has more than %(most)d characters. Shorten it.")
        return text % {"most": LONGEST_COMMENT}
    return ""


def _checked_comment(comment: str) -> str:
    if fault := fault_of(comment):
        raise Refused(fault)
    return comment.strip()


def _write(
    assignment: Assignment,
    by: Officer,
    scores: Mapping[str, Decimal],
    comment: str,
    confidence: int,
    version: int | None,
) -> Evaluation:
    weights = {c.code: c.weight for c in assignment.round.policy.criteria.all()}
    try:
        total = weighted_total(scores, weights)
    except ValueError as error:
        raise Refused(
            _("Each criterion needs a score between 0 and 10, in steps of a half.")
        ) from error
    if confidence not in Evaluation.Confidence.values:
        raise Refused(_("Say how sure you are: choose one of the three."))
    is_first = assignment.state != Assignment.State.SUBMITTED
    texts = {code: str(score) for code, score in scores.items()}
    last = None if is_first else assignment.evaluations.order_by("-pk").first()
    if last and (last.scores, last.comment, last.confidence) == (texts, comment, confidence):
        # What had been kept for a correction is taken back with it.
        assignment.progress = {}
        assignment.save(update_fields=["progress"])
        return last
    require_latest(assignment, version)
    now = clock.now()
    evaluation = Evaluation.objects.create(
        assignment=assignment,
        scores=texts,
        total=total,
        confidence=confidence,
        comment=comment,
        on_time=now <= assignment.lease_until,
        submitted_at=now,
    )
    assignment.state = Assignment.State.SUBMITTED
    assignment.progress = {}
    assignment.version += 1
    assignment.save(update_fields=["state", "progress", "version"])
    record(
        verb="evaluation.submitted" if is_first else "evaluation.corrected",
        obj=assignment,
        actor=by,
        key=f"evaluation.submitted:{assignment.pk}:{evaluation.pk}",
        data={
            "item": assignment.round.item_id,
            "round": assignment.round_id,
            "evaluator": by.pk,
            "on_time": evaluation.on_time,
        },
    )
    return evaluation
