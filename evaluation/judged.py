"""What evaluators gave in decided rounds, as sheets and signals read it. Audits are not in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from evaluation.formulas.shrinkage import SIGMA2, correction
from evaluation.models import EvaluatorBias, Round
from evaluation.scoring import counting_evaluations, latest_snapshot
from knowledge.models import Category, CoAuthor


@dataclass(frozen=True, slots=True)
class Judged:
    """One evaluation that counted. ``severity`` is the correction of its evaluator (above 0: gives
    more than others), ``area`` the id of the topmost category; people are officer ids."""

    assignment: int
    round: int
    item: int
    area: int | None
    writers: tuple[int, ...]
    evaluator: int
    officer: int
    total: float
    severity: float
    comment: str
    at: datetime

    @property
    def corrected(self) -> float:
        """The total freed of the evaluator's severity."""
        return self.total - self.severity


def judged_between(since: datetime, until: datetime) -> list[Judged]:
    """The peers' evaluations of rounds decided in that time and not annulled (5 queries)."""
    rows = counting_evaluations().filter(
        assignment__segment=Round.Segment.PEERS,
        assignment__round__state__in=set(Round.DONE) - {Round.State.ANNULLED},
        assignment__round__decided_at__gte=since,
        assignment__round__decided_at__lt=until,
    )
    found = list(rows.select_related("assignment__round__item", "assignment__evaluator"))
    roots = _roots()
    severities = _severities()
    items = {e.assignment.round.item_id for e in found}
    coauthors: dict[int, list[int]] = defaultdict(list)
    pairs = CoAuthor.objects.filter(item__in=items).values_list("item", "officer")
    for item_id, officer_id in pairs:
        coauthors[item_id].append(officer_id)
    result = []
    for row in found:
        task, item = row.assignment, row.assignment.round.item
        result.append(
            Judged(
                assignment=task.pk,
                round=task.round_id,
                item=item.pk,
                area=roots.get(item.category_id or 0),
                writers=(item.author_id, *sorted(coauthors[item.pk])),
                evaluator=task.evaluator_id,
                officer=task.evaluator.officer_id,
                total=float(row.total),
                severity=severities.get(task.evaluator_id, 0.0),
                comment=row.comment,
                at=row.submitted_at,
            )
        )
    return result


def by_round(judged: Iterable[Judged]) -> dict[int, list[Judged]]:
    """The evaluations of each round, by its id."""
    rounds: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        rounds[one.round].append(one)
    return rounds


def sigma() -> float:
    """The standard deviation of one evaluation: of the latest calibration, else the start value."""
    snapshot = latest_snapshot()
    return float((snapshot.sigma2 if snapshot else SIGMA2) ** 0.5)


def _severities() -> dict[int, float]:
    snapshot = latest_snapshot()
    if snapshot is None:
        return {}
    rows = EvaluatorBias.objects.filter(snapshot=snapshot).values_list("evaluator", "b")
    return {evaluator: correction(b) for evaluator, b in rows}


def _roots() -> dict[int, int]:
    """Category id to the id of the topmost one above it."""
    rows = list(Category.objects.values_list("pk", "tree_id", "level"))
    tops = {tree: pk for pk, tree, level in rows if level == 0}
    return {pk: tops[tree] for pk, tree, _level in rows}
