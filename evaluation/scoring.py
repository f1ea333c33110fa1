"""What the evaluations of a round amount to, with the latest calibration. Reads, never writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from evaluation.formulas.decision import Rule
from evaluation.formulas.live import LiveScore, Mark, live_score
from evaluation.formulas.shrinkage import ALPHA_B, SIGMA2, correction, se_of_unknown
from evaluation.formulas.totals import raw_score
from evaluation.models import (
    Assignment,
    CalibrationSnapshot,
    Evaluation,
    EvaluationPolicy,
    EvaluatorBias,
    Round,
)


@dataclass(frozen=True, slots=True)
class Scored:
    """Plain mean and corrected score of the same evaluations, unrounded, in points; ``snapshot``
    is the calibration that the correction comes from, None before the first."""

    raw: Decimal
    live: LiveScore
    snapshot: CalibrationSnapshot | None


def rule_of(policy: EvaluationPolicy) -> Rule:
    """The numbers of the adaptive rule in a policy."""
    return Rule(
        k_min=policy.k_min,
        k_step=policy.k_step,
        k_max=policy.k_max,
        threshold=float(policy.threshold),
        improve_below=float(policy.improve_below),
    )


def counting_evaluations(segment: str = Round.Segment.PEERS) -> QuerySet[Evaluation]:
    """The evaluations that count: of each assignment the last, of audits none.

    Those of the panel, who knew the others' scores, only where they are asked for.
    """
    rows = Evaluation.objects.filter(
        assignment__state=Assignment.State.SUBMITTED,
        assignment__is_audit=False,
        assignment__segment=segment,
    )
    return rows.order_by("assignment_id", "-pk").distinct("assignment_id")


def latest_snapshot() -> CalibrationSnapshot | None:
    """The calibration that scores are computed with now."""
    return CalibrationSnapshot.objects.order_by("-cutoff").first()


def score_of(
    rounds: Sequence[Round], policy: EvaluationPolicy, segment: str = Round.Segment.PEERS
) -> Scored | None:
    """The score of the evaluations of these rounds together, against the threshold of ``policy``;
    None while there are none. What was flagged counts no more. Three queries."""
    rows = counting_evaluations(segment).filter(
        assignment__round__in=rounds, assignment__flagged_at__isnull=True
    )
    totals = list(rows.values_list("assignment__evaluator_id", "total"))
    if not totals:
        return None
    snapshot = latest_snapshot()
    sigma2 = snapshot.sigma2 if snapshot else SIGMA2
    unknown = (0.0, se_of_unknown(snapshot.alpha_b if snapshot else ALPHA_B))
    known = _known_biases(snapshot, [evaluator for evaluator, _ in totals])
    marks = [Mark(float(y), *known.get(evaluator, unknown)) for evaluator, y in totals]
    live = live_score(marks, sigma2=sigma2, threshold=float(policy.threshold))
    return Scored(raw_score([y for _, y in totals]), live, snapshot)


def _known_biases(
    snapshot: CalibrationSnapshot | None, evaluators: list[int]
) -> dict[int, tuple[float, float]]:
    """Correction and its standard error by evaluator id."""
    if snapshot is None:
        return {}
    rows = EvaluatorBias.objects.filter(snapshot=snapshot, evaluator__in=evaluators)
    return {
        evaluator: (correction(b), se)
        for evaluator, b, se in rows.values_list("evaluator_id", "b", "se")
    }
