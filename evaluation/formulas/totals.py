"""From scores by criterion to the total of one evaluation, and to the plain mean of a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

SCALE = Decimal(10)
HALF = Decimal("0.5")


def weighted_total(scores: Mapping[str, Decimal], weights: Mapping[str, int]) -> Decimal:
    """The total of one evaluation: the mean of its scores, weighted by criterion, in 0..10.

    Raises ValueError unless each criterion has exactly one score, on the scale and in halves.
    """
    if scores.keys() != weights.keys():
        raise ValueError("Each criterion needs one score.")
    for score in scores.values():
        if not 0 <= score <= SCALE or score % HALF:
            raise ValueError(f"{score} is no half point between 0 and 10.")
    whole = sum(weights.values())
    total = sum((scores[code] * weight for code, weight in weights.items()), Decimal(0)) / whole
    return total.quantize(Decimal("0.001"))


def raw_score(totals: Sequence[Decimal]) -> Decimal:
    """The plain mean of the totals of a round, unrounded: it is decided as it is."""
    return sum(totals, Decimal(0)) / len(totals)
