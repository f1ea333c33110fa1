"""Severity of evaluators, estimated from who judged what: an additive model with shrinkage.

    y_ij = mu + f_i + b_j + e_ij;   f ~ N(0, alpha_f), b ~ N(0, alpha_b), e ~ N(0, sigma2)
    lambda_f = sigma2 / alpha_f,   lambda_b = sigma2 / alpha_b

y_ij is the total (0..10) that evaluator j gave to work i. Closed forms alternate, and the
variances follow by approximate EM, until nothing moves by more than 1e-6:

    f_i = sum_j(y_ij - mu - b_j) / (n_i + lambda_f)      v_i = sigma2 / (n_i + lambda_f)
    b_j = sum_i(y_ij - mu - f_i) / (m_j + lambda_b)      v_j = sigma2 / (m_j + lambda_b)
    mu = mean(y - f - b)
    alpha_f = mean(f_i^2 + v_i); alpha_b = mean(b_j^2 + v_j); sigma2 = mean(r^2 + v_i + v_j)

Sources: Platt & Burges, "Regularized least squares to remove reviewer bias", 2012; Ge, Welling &
Ghahramani, "A Bayesian model for calibrating conference review scores", 2013. The start values are
the maximum likelihood on the NIPS 2014 reviews, on a ten-point scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ALPHA_F, ALPHA_B, SIGMA2 = 1.278, 0.240, 1.268
LEAST_VARIANCE = 0.05
TOLERANCE = 1e-6
MOST_ROUNDS = 20_000
# Below these there is too little to tell a harsh evaluator from poor work.
LEAST_EVALUATIONS = 200
LEAST_EVALUATORS = 20
LEAST_SHARE = 0.95
# No correction is larger, in points; whoever needs more is trained again.
MOST_CORRECTION = 1.5

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Bias:
    """How much more than others an evaluator gives, in points: the estimate ``b``, its standard
    error, and from how many evaluations it comes."""

    evaluator: int
    b: float
    se: float
    n: int

    @property
    def needs_retraining(self) -> bool:
        """Whether the estimate is beyond what is corrected."""
        return abs(self.b) > MOST_CORRECTION


@dataclass(frozen=True, slots=True)
class Calibration:
    """The parameters of the model from ``n`` evaluations, variances in points squared.

    ``largest_share`` is the share of evaluations in the largest connected component of the graph
    of evaluators and works. Where ``is_usable`` is false the guards hold: all b are 0 and the
    variances those to start with.
    """

    n: int
    mu: float
    alpha_f: float
    alpha_b: float
    sigma2: float
    largest_share: float
    is_usable: bool
    biases: tuple[Bias, ...]


def correction(b: float) -> float:
    """What is taken off an evaluator's totals: the estimate, by 1.5 points at most."""
    return max(-MOST_CORRECTION, min(MOST_CORRECTION, b))


def se_of_unknown(alpha_b: float) -> float:
    """The standard error of a severity of which nothing is known: v_j with m_j = 0."""
    return math.sqrt(alpha_b)


def calibrate(
    works: Sequence[int], evaluators: Sequence[int], totals: Sequence[float]
) -> Calibration:
    """Fit the model to evaluations: work, evaluator (any ids) and total, one entry each.

    Raises ValueError for none or for unequal lengths, ArithmeticError if it does not converge.
    """
    if not len(works) == len(evaluators) == len(totals) > 0:
        raise ValueError("Works, evaluators and totals need one entry for each evaluation.")
    _, work = np.unique(np.asarray(works), return_inverse=True)
    ids, judge = np.unique(np.asarray(evaluators), return_inverse=True)
    y = np.asarray(totals, dtype=np.float64)
    share = largest_share(work, judge)
    counts = np.bincount(judge)
    if len(y) < LEAST_EVALUATIONS or len(ids) < LEAST_EVALUATORS or share < LEAST_SHARE:
        se = se_of_unknown(ALPHA_B)
        biases = tuple(Bias(int(j), 0.0, se, int(m)) for j, m in zip(ids, counts, strict=True))
        mu = float(y.mean())
        return Calibration(len(y), mu, ALPHA_F, ALPHA_B, SIGMA2, share, False, biases)
    mu, alpha_f, alpha_b, sigma2, b = _fit(work, judge, y)
    errors = np.sqrt(sigma2 / (counts + sigma2 / alpha_b))
    biases = tuple(
        Bias(int(j), float(b_j), float(se), int(m))
        for j, b_j, se, m in zip(ids, b, errors, counts, strict=True)
    )
    return Calibration(len(y), mu, alpha_f, alpha_b, sigma2, share, True, biases)


def _fit(work: Indices, judge: Indices, y: Floats) -> tuple[float, float, float, float, Floats]:
    """mu, alpha_f, alpha_b, sigma2 and b by evaluator; ``work`` and ``judge`` count from 0."""
    n, m = np.bincount(work), np.bincount(judge)
    alpha_f, alpha_b, sigma2 = ALPHA_F, ALPHA_B, SIGMA2
    mu, f, b = float(y.mean()), np.zeros(len(n)), np.zeros(len(m))
    for _ in range(MOST_ROUNDS):
        before = np.concatenate([f, b, [mu, alpha_f, alpha_b, sigma2]])
        of_work, of_judge = n + sigma2 / alpha_f, m + sigma2 / alpha_b
        f = np.bincount(work, weights=y - mu - b[judge]) / of_work
        b = np.bincount(judge, weights=y - mu - f[work]) / of_judge
        mu = float(np.mean(y - f[work] - b[judge]))
        v_work, v_judge = sigma2 / of_work, sigma2 / of_judge
        residual = y - mu - f[work] - b[judge]
        alpha_f = max(float(np.mean(f**2 + v_work)), LEAST_VARIANCE)
        alpha_b = max(float(np.mean(b**2 + v_judge)), LEAST_VARIANCE)
        spread = residual**2 + v_work[work] + v_judge[judge]
        sigma2 = max(float(np.mean(spread)), LEAST_VARIANCE)
        after = np.concatenate([f, b, [mu, alpha_f, alpha_b, sigma2]])
        if np.max(np.abs(after - before)) < TOLERANCE:
            return mu, alpha_f, alpha_b, sigma2, b
    raise ArithmeticError(f"The calibration did not settle within {MOST_ROUNDS} rounds.")


def largest_share(work: Indices, judge: Indices) -> float:
    """The share of evaluations in the largest connected component of the graph whose edges they
    are, by union-find; ``work`` and ``judge`` count from 0."""
    works = int(work.max()) + 1
    parent = list(range(works + int(judge.max()) + 1))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, j in zip(work.tolist(), judge.tolist(), strict=True):
        parent[root(works + j)] = root(i)
    sizes = np.bincount([root(i) for i in work.tolist()])
    return float(sizes.max() / len(work))
