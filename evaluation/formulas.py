"""The arithmetic of evaluation. Pure: numbers in, numbers out.

Scores are on a scale of 0 to 10. Sources stand with each formula.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from decimal import Decimal
from random import Random
from statistics import NormalDist, stdev

SCALE = Decimal(10)
HALF = Decimal("0.5")
TEMPERATURE = 0.25
MOST_LIKELY = 0.5
FIT, FREE, RESTED, WAITED = 1.0, 0.6, 0.4, 0.2
LONG_WAIT_DAYS = 30
# Standard deviation of a single evaluation (maximum likelihood on the NIPS 2014 reviews).
SIGMA = math.sqrt(1.268)


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


def standard_error(totals: Sequence[Decimal]) -> float:
    """The standard error of the mean. Fewer than three totals say too little about their own
    spread, so the usual deviation of evaluations stands in."""
    spread = stdev(float(total) for total in totals) if len(totals) > 2 else SIGMA
    return spread / math.sqrt(len(totals))


def probability_superior(score: float, se: float, threshold: float) -> float:
    """Phi((score - threshold) / se): how sure it is that the true score is above."""
    if se == 0:
        return 1.0 if score > threshold else 0.0
    return NormalDist().cdf((score - threshold) / se)


def decide(score: Decimal, threshold: Decimal, improve_below: Decimal) -> str:
    """``superior`` strictly above the threshold, ``improve`` below the other bound, else
    ``standard``. Decided on the unrounded score."""
    if score > threshold:
        return "superior"
    return "improve" if score < improve_below else "standard"


def area_fit(declared: Set[int], path: Sequence[int], neighbours: Set[int] = frozenset()) -> float:
    """How well declared areas fit an item, in 0..1.

    1 for its category or one above it (``path``, ids from the top down), a half for a neighbouring
    one: of the same field of business, or called like one of the item's tags.
    """
    if not declared.isdisjoint(path):
        return 1.0
    return 0.0 if declared.isdisjoint(neighbours) else 0.5


def utility(fit: float, load: float, season_share: float, days_since_last: float) -> float:
    """u = 1.0 fit + 0.6 (1 - load) + 0.4 (1 - season share) + 0.2 min(days / 30, 1).

    ``load`` is open / most open, ``season_share`` evaluations of the season / its cap.
    """
    return (
        FIT * fit
        + FREE * (1 - min(load, 1.0))
        + RESTED * (1 - min(season_share, 1.0))
        + WAITED * min(days_since_last / LONG_WAIT_DAYS, 1.0)
    )


def chances(utilities: Sequence[float], most: float = MOST_LIKELY) -> list[float]:
    """The chance of each candidate: proportional to exp(u / 0.25), none above ``most``.

    What a cap takes off is spread over the others in proportion. With so few candidates that
    the cap cannot hold (one, at 0.5), all are equal.
    """
    count = len(utilities)
    if count * most <= 1:
        return [1 / count] * count
    highest = max(utilities)
    weights = [math.exp((u - highest) / TEMPERATURE) for u in utilities]
    capped: set[int] = set()
    while True:
        free = [i for i in range(count) if i not in capped]
        rest = 1 - most * len(capped)
        whole = math.fsum(weights[i] for i in free)
        if whole == 0:
            shares = {i: rest / len(free) for i in free}
        else:
            shares = {i: rest * weights[i] / whole for i in free}
        over = {i for i in free if shares[i] > most}
        if not over:
            return [most if i in capped else shares[i] for i in range(count)]
        capped |= over


def pick(probabilities: Sequence[float], random: Random) -> int:
    """The index of one candidate, drawn with these chances."""
    return random.choices(range(len(probabilities)), weights=probabilities)[0]
