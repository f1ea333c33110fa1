"""The figures of an evaluator's sheet: what the rows of one quarter say about one evaluator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from statistics import mean, stdev
from typing import Any

from django.db.models import Count, Q

from evaluation.calendar import quarter_bounds, start_of
from evaluation.formulas.agreement import krippendorff_alpha
from evaluation.judged import Judged, by_round
from evaluation.models import (
    Assignment,
    Audit,
    Evaluator,
    EvaluatorBias,
    UsefulVote,
)
from evaluation.scoring import latest_snapshot
from knowledge.models import Category

POINTS = 11


def bounds_of(quarter: str) -> tuple[datetime, datetime]:
    """The moments at which a quarter begins and ends (Asia/Seoul)."""
    begin, end = quarter_bounds(quarter)
    return start_of(begin), start_of(end)


def figures_of(evaluator: Evaluator, quarter: str, judged: Sequence[Judged]) -> dict[str, Any]:
    """All figures of a sheet, as JSON; ``judged`` is all that was decided in the quarter.

    A figure is None where there is too little to compute it from.
    """
    since, until = bounds_of(quarter)
    lateness = _lateness(evaluator, since, until)
    own = [one for one in judged if one.evaluator == evaluator.pk]
    rounds = by_round(judged)
    differences = [d for one in own if (d := _difference(one, rounds[one.round])) is not None]
    return {
        "evaluations": len(own),
        "areas": _areas(own, judged),
        "errors": {
            "n": len(differences),
            "absolute": mean(abs(d) for d in differences),
            "bias": mean(differences),
        }
        if differences
        else None,
        "severity": _severity(evaluator),
        "spread": _spread(own, judged),
        "points": points_of(own),
        "points_of_all": points_of(judged),
        "audits": _audits(evaluator, since, until),
        "lateness": lateness,
        "on_time": lateness["all"] - lateness["late"],
        "usefulness": usefulness_of(evaluator, since, until),
    }


def _difference(one: Judged, round: Sequence[Judged]) -> float | None:
    """Its total minus the mean of the others of the round; None where it is alone."""
    others = [other.total for other in round if other.assignment != one.assignment]
    return one.total - mean(others) if others else None


def _areas(own: Sequence[Judged], judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """Agreement of all evaluators in each area that this one worked in, the most worked first."""
    names = {c.pk: c for c in Category.objects.filter(parent=None)}
    areas = {one.area for one in own}
    rows = []
    for area in areas:
        units = by_round(one for one in judged if one.area == area)
        category = names.get(area or 0)
        rows.append(
            {
                "ko": category.name_ko if category else "",
                "en": category.name_en if category else "",
                "alpha": krippendorff_alpha([[o.total for o in unit] for unit in units.values()]),
                "items": len(units),
                "own": sum(one.area == area for one in own),
            }
        )
    return sorted(rows, key=lambda row: (-int(row["own"]), str(row["en"])))


def _severity(evaluator: Evaluator) -> dict[str, Any] | None:
    snapshot = latest_snapshot()
    row = EvaluatorBias.objects.filter(snapshot=snapshot, evaluator=evaluator).first()
    if snapshot is None or row is None:
        return None
    return {"b": row.b, "se": row.se, "n": row.n}


def _spread(own: Sequence[Judged], judged: Sequence[Judged]) -> dict[str, float] | None:
    if len(own) < 2 or len(judged) < 2:
        return None
    return {"own": stdev(o.total for o in own), "all": stdev(o.total for o in judged)}


def points_of(judged: Sequence[Judged]) -> list[int]:
    """How many totals lie nearest to 0, 1, ... 10 points."""
    counts = [0] * POINTS
    for one in judged:
        counts[int(one.total + 0.5)] += 1
    return counts


def _audits(evaluator: Evaluator, since: datetime, until: datetime) -> dict[str, int]:
    rows = Audit.objects.filter(
        assignment__evaluator=evaluator,
        closed_at__gte=since,
        closed_at__lt=until,
        is_miss__isnull=False,
    )
    return rows.aggregate(all=Count("pk"), passed=Count("pk", filter=Q(is_miss=False)))


def _lateness(evaluator: Evaluator, since: datetime, until: datetime) -> dict[str, int]:
    rows = Assignment.objects.filter(
        evaluator=evaluator,
        state__in=[Assignment.State.SUBMITTED, Assignment.State.EXPIRED],
        offered_at__gte=since,
        offered_at__lt=until,
    )
    late = Count("pk", filter=Q(state=Assignment.State.EXPIRED))
    return rows.aggregate(all=Count("pk"), late=late)


def usefulness_of(evaluator: Evaluator, since: datetime, until: datetime) -> dict[str, int]:
    """How many votes writers gave the evaluator's comments in that time, and how many useful."""
    rows = UsefulVote.objects.filter(
        evaluation__assignment__evaluator=evaluator, voted_at__gte=since, voted_at__lt=until
    )
    return rows.aggregate(all=Count("pk"), useful=Count("pk", filter=Q(is_useful=True)))
