"""Do evaluators agree more than chance would make them? Pure: numbers in, a number out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

Metric = Literal["nominal", "ordinal", "interval"]
# Exact arithmetic: whether values differ at all must not depend on rounding.
Counts = Mapping[Fraction, int]


def krippendorff_alpha(
    units: Iterable[Sequence[float | None]], metric: Metric = "interval"
) -> float | None:
    """Krippendorff's alpha: 1 for full agreement, 0 for what chance gives, below 0 for less.

    ``units`` are the things judged, each with the values that it was given; None is a value that
    is missing, and the order within a unit means nothing. None where alpha is undefined: no unit
    has two values, or all values are the same. Raises ValueError for an unknown metric.

    Counts values instead of comparing all pairs, so that time grows with the number of values.
    Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section E.
    """
    counted = [Counter(Fraction(v) for v in unit if v is not None) for unit in units]
    pairable = [counts for counts in counted if counts.total() > 1]
    whole: Counter[Fraction] = Counter()
    for counts in pairable:
        whole.update(counts)
    if len(whole) < 2:
        return None
    place = _places(whole, metric)
    expected = _disagreement(whole, place)
    observed = sum(
        (_disagreement(counts, place) / (counts.total() - 1) for counts in pairable), Fraction(0)
    )
    return float(1 - (whole.total() - 1) * observed / expected)


def _places(whole: Counts, metric: Metric) -> dict[Fraction, Fraction] | None:
    """Where each value lies, so that two values differ by the square of their distance.

    For ranks, the distance of two values is the number of ranks between their middles:
    Krippendorff's ordinal metric, written as places. None where all differences count the same.
    """
    if metric == "nominal":
        return None
    if metric == "interval":
        return {value: value for value in whole}
    if metric != "ordinal":
        raise ValueError(f"Unknown metric {metric!r}.")
    places, below = {}, 0
    for value in sorted(whole):
        places[value] = below + Fraction(whole[value], 2)
        below += whole[value]
    return places


def _disagreement(counts: Counts, place: Mapping[Fraction, Fraction] | None) -> Fraction:
    """The squared differences of all pairs of values, each pair once, from counts alone."""
    n = sum(counts.values())
    if place is None:
        return Fraction(n * n - sum(number**2 for number in counts.values()), 2)
    total = sum((place[value] * number for value, number in counts.items()), Fraction(0))
    squares = sum((place[value] ** 2 * number for value, number in counts.items()), Fraction(0))
    return n * squares - total**2
