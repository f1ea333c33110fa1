"""Evaluators' sheets: frozen each quarter, shown to the evaluator first."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Officer
from core import clock
from evaluation.calendar import DAY, quarter_before
from evaluation.figures import bounds_of, figures_of
from evaluation.judged import judged_between
from evaluation.locks import lock_sheet, lock_watch
from evaluation.models import Evaluator, EvaluatorSheet, Round
from evaluation.services.evaluator_policy import evaluator_policy


@transaction.atomic
def freeze_sheets(*, quarter: str | None = None) -> int:
    """Freeze the sheets of the last quarter (or of the one named) for whoever was drawn in it
    as a peer; how many are new. A sheet that is there stays as it is, however often this runs."""
    lock_watch()
    quarter = quarter or quarter_before(clock.today())
    since, until = bounds_of(quarter)
    drawn = Evaluator.objects.filter(
        assignments__segment=Round.Segment.PEERS,
        assignments__offered_at__gte=since,
        assignments__offered_at__lt=until,
    )
    missing = drawn.exclude(sheets__quarter=quarter).distinct().order_by("pk")
    evaluators = list(missing)
    if not evaluators:
        return 0
    policy = evaluator_policy()
    judged = judged_between(since, until)
    EvaluatorSheet.objects.bulk_create(
        EvaluatorSheet(
            evaluator=evaluator,
            quarter=quarter,
            policy=policy,
            figures=figures_of(evaluator, quarter, judged),
            frozen_at=clock.now(),
            shown_to_others_from=clock.today() + policy.sheet_days * DAY,
        )
        for evaluator in evaluators
    )
    return len(evaluators)


@transaction.atomic
def see_sheet(*, sheet: EvaluatorSheet, by: Officer) -> EvaluatorSheet:
    """The evaluator has the sheet now; others may see it from tomorrow on at the latest.

    Somebody else's look changes nothing.
    """
    if sheet.seen_on is not None or sheet.evaluator.officer_id != by.pk:
        return sheet
    fresh = lock_sheet(sheet.pk)
    if fresh.seen_on is None:
        fresh.seen_on = clock.today()
        fresh.shown_to_others_from = min(fresh.shown_to_others_from, clock.today() + DAY)
        fresh.save(update_fields=["seen_on", "shown_to_others_from"])
    return fresh
