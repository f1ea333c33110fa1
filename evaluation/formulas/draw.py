"""The arithmetic of drawing evaluators: how well people fit an item, and with which chance each
is drawn. Pure: numbers in, numbers out. Source: the project's reference on evaluation, "Drawing
evaluators"; the chances are a softmax with a cap.
"""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from random import Random

TEMPERATURE = 0.25
MOST_LIKELY = 0.5
FIT, FREE, RESTED, WAITED = 1.0, 0.6, 0.4, 0.2
LONG_WAIT_DAYS = 30


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
