"""How far an evaluator's scores lie from reference scores. Pure: numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Means over all scores, in points of the scale of 0 to 10: ``absolute`` of the sizes of the
    errors, ``bias`` of the errors with their sign (above 0: too generous)."""

    absolute: Decimal
    bias: Decimal

    def passes(self, most_absolute: Decimal, most_bias: Decimal) -> bool:
        """Whether both lie within the limits; the limits themselves still pass."""
        return self.absolute <= most_absolute and abs(self.bias) <= most_bias


def errors(scores: Mapping[str, str], reference: Mapping[str, str]) -> dict[str, Decimal]:
    """Given minus right score by criterion. Raises KeyError for a criterion without a score."""
    return {code: Decimal(scores[code]) - Decimal(right) for code, right in reference.items()}


def accuracy(differences: Sequence[Decimal]) -> Accuracy:
    """The accuracy of one or more scores (``errors``). Raises ValueError for none."""
    if not differences:
        raise ValueError("There is no score to compare.")
    n = len(differences)
    return Accuracy(
        absolute=sum((abs(e) for e in differences), Decimal(0)) / n,
        bias=sum(differences, Decimal(0)) / n,
    )
