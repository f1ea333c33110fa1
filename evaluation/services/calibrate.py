"""The weekly calibration: how severe each evaluator is, frozen for the scores that follow."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from core import clock
from core.services.record import record
from evaluation.formulas import shrinkage
from evaluation.locks import lock_calibration
from evaluation.models import CalibrationSnapshot, Evaluator, EvaluatorBias, Round
from evaluation.scoring import counting_evaluations


def calibrate(*, cutoff: datetime | None = None) -> CalibrationSnapshot | None:
    """The calibration from all rounds decided before ``cutoff`` (the last Monday, midnight in
    Seoul), made now unless it is there; None while nothing has been decided.

    Evaluations of open rounds would let it look into rounds that it is going to score; those of
    annulled ones did not come about properly. Audits measure an evaluator against a reference, not
    against colleagues. Raises ArithmeticError if the model does not settle.
    """
    cutoff = cutoff or week_start(clock.now())
    with transaction.atomic():
        lock_calibration()
        known = CalibrationSnapshot.objects.filter(cutoff=cutoff).first()
        return known or _calibrate(cutoff)


def week_start(moment: datetime) -> datetime:
    """Monday, midnight in Seoul, of the week that ``moment`` lies in."""
    day = localdate(moment)
    return make_aware(datetime.combine(day - timedelta(days=day.weekday()), time.min))


def _calibrate(cutoff: datetime) -> CalibrationSnapshot | None:
    rows = (
        counting_evaluations()
        .filter(
            assignment__round__state__in=set(Round.DONE) - {Round.State.ANNULLED},
            assignment__round__decided_at__lt=cutoff,
            submitted_at__lt=cutoff,
        )
        .values_list("assignment__round__revision_id", "assignment__evaluator_id", "total")
    )
    evaluations = list(rows)
    if not evaluations:
        return None
    works, evaluators, totals = zip(*evaluations, strict=True)
    found = shrinkage.calibrate(works, evaluators, [float(total) for total in totals])
    before = CalibrationSnapshot.objects.filter(cutoff__lt=cutoff).order_by("-cutoff").first()
    snapshot = CalibrationSnapshot.objects.create(
        cutoff=cutoff,
        n=found.n,
        mu=found.mu,
        alpha_f=found.alpha_f,
        alpha_b=found.alpha_b,
        sigma2=found.sigma2,
        largest_share=found.largest_share,
    )
    EvaluatorBias.objects.bulk_create(
        EvaluatorBias(
            snapshot=snapshot, evaluator_id=bias.evaluator, b=bias.b, se=bias.se, n=bias.n
        )
        for bias in found.biases
    )
    far = {bias.evaluator for bias in found.biases if bias.needs_retraining}
    _send_to_retraining(snapshot, far - _far_before(before))
    return snapshot


def _far_before(snapshot: CalibrationSnapshot | None) -> set[int]:
    """Evaluators whom an earlier calibration has sent already: nobody is sent every week."""
    rows = EvaluatorBias.objects.filter(snapshot=snapshot) if snapshot else []
    return {row.evaluator_id for row in rows if abs(row.b) > shrinkage.MOST_CORRECTION}


def _send_to_retraining(snapshot: CalibrationSnapshot, ids: set[int]) -> None:
    certified = Evaluator.objects.filter(pk__in=ids, status=Evaluator.Status.CERTIFIED)
    for evaluator in certified.order_by("pk"):
        record(
            verb="evaluator.retraining",
            obj=evaluator,
            key=f"evaluator.retraining:{evaluator.pk}:{snapshot.pk}",
            data={"officer": evaluator.officer_id, "snapshot": snapshot.pk},
        )
