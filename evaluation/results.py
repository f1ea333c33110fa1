"""A decided round as its writers see it: strong and weak criteria, comments without names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evaluation.models import Criterion, Evaluation


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What the evaluators gave one criterion on average, 0 to 10."""

    criterion: Criterion
    mean: Decimal

    @property
    def kind(self) -> str:
        """``good`` from 7 on, ``weak`` below 5, otherwise empty: how the meter is coloured."""
        if self.mean >= 7:
            return "good"
        return "weak" if self.mean < 5 else ""


def by_criterion(criteria: list[Criterion], evaluations: list[Evaluation]) -> list[CriterionResult]:
    """The mean of each criterion; nothing where nobody has evaluated."""
    if not evaluations:
        return []
    return [
        CriterionResult(
            criterion,
            sum((Decimal(e.scores[criterion.code]) for e in evaluations), Decimal(0))
            / len(evaluations),
        )
        for criterion in criteria
    ]
