"""What the pages of training show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import Officer
from evaluation.formulas.accuracy import Accuracy, accuracy, errors
from evaluation.models import Criterion, Training, TrainingAnswer
from evaluation.services.train import criteria_of


@dataclass(frozen=True, slots=True)
class CriterionError:
    """What a trainee gave a criterion, what is right, and the difference, in points."""

    criterion: Criterion
    given: Decimal
    right: Decimal
    error: Decimal


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """A gold item of a try that has ended, with its errors."""

    answer: TrainingAnswer
    errors: list[CriterionError]
    accuracy: Accuracy


def trainings_of(officer: Officer) -> QuerySet[Training]:
    """The officer's own tries, the latest first."""
    rows = Training.objects.filter(evaluator__officer=officer).select_related("policy")
    return rows.order_by("-pk")


def answers_of(training: Training) -> QuerySet[TrainingAnswer]:
    """The items of a try in their order, with their texts."""
    return training.answers.select_related("gold__revision__item__category")


def results_of(training: Training) -> list[AnswerResult]:
    """Every error of a try that has ended."""
    results = []
    for answer in answers_of(training):
        off = errors(answer.scores, answer.gold.reference)
        rows = [
            CriterionError(
                criterion,
                Decimal(answer.scores[criterion.code]),
                Decimal(answer.gold.reference[criterion.code]),
                off[criterion.code],
            )
            for criterion in criteria_of(answer.gold)
            if criterion.code in off
        ]
        results.append(AnswerResult(answer, rows, accuracy(list(off.values()))))
    return results
