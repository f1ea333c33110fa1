"""The score of a round from a frozen calibration: corrected for who judged, and robust.

    c = y - b
    Q = Huber mean of c, tuned at 1.5 sigma, from the median with 8 reweightings
        w = min(1, 1.5 sigma / |c - Q|)
    n_eff = (sum w)^2 / sum w^2
    SE = sqrt(sigma2 / n_eff + sum(se_b^2) / n^2)
    p = Phi((Q - threshold) / SE)

Sources: Huber, "Robust estimation of a location parameter", 1964 (the weights); Platt & Burges,
"Regularized least squares to remove reviewer bias", 2012 (the correction); Kish's effective size
of a weighted sample (n_eff).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, median

TUNING = 1.5
REWEIGHTINGS = 8
# Sums of floats carry dust beyond the twelfth decimal: it must not put 7 above 7.
DUST = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """The total of one evaluation (0..10) with what is known of its evaluator: how much more than
    others they give (``b``, in points) and the standard error of that (``se``)."""

    total: float
    b: float
    se: float


@dataclass(frozen=True, slots=True)
class LiveScore:
    """A corrected score in points with its standard error, and the probability that the item is
    superior. ``n_eff`` is how many unweighted evaluations it is worth."""

    n: int
    q: float
    se: float
    p: float
    n_eff: float


def live_score(marks: Sequence[Mark], *, sigma2: float, threshold: float) -> LiveScore:
    """The score of a round's evaluations; ``sigma2`` is the variance of a single one.

    O(k) for k evaluations, whose order does not matter. Up to two are averaged: a median of two
    has no middle to be robust about. Raises ValueError without any.
    """
    if not marks:
        raise ValueError("There is no score without an evaluation.")
    corrected = sorted(mark.total - mark.b for mark in marks)
    n = len(corrected)
    q, weights = _mean(corrected) if n <= 2 else _huber(corrected, TUNING * math.sqrt(sigma2))
    n_eff = math.fsum(weights) ** 2 / math.fsum(w * w for w in weights)
    se = math.sqrt(sigma2 / n_eff + math.fsum(sorted(m.se**2 for m in marks)) / n**2)
    q = round(q, DUST)
    return LiveScore(n, q, se, probability_superior(q, se, threshold), n_eff)


def probability_superior(score: float, se: float, threshold: float) -> float:
    """Phi((score - threshold) / se): how sure it is that the true score is above."""
    if se == 0:
        return 1.0 if score > threshold else 0.0
    return NormalDist().cdf((score - threshold) / se)


def _mean(values: Sequence[float]) -> tuple[float, list[float]]:
    return math.fsum(values) / len(values), [1.0] * len(values)


def _huber(values: Sequence[float], bound: float) -> tuple[float, list[float]]:
    """The Huber mean and its last weights; values farther than ``bound`` count less."""
    q = median(values)
    weights = [1.0] * len(values)
    for _ in range(REWEIGHTINGS):
        weights = [min(1.0, bound / abs(c - q)) if c != q else 1.0 for c in values]
        q = math.fsum(w * c for w, c in zip(weights, values, strict=True)) / math.fsum(weights)
    return q, weights
