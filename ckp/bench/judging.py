"""Judging synthetic items whose true worth is known, with the portal's own functions.

Assumptions, in points and points squared: worth of an item N(6.1, 1.278), severity of an evaluator
N(0, 0.240), a single evaluation's luck N(0, 1.268), the variances being those that the calibration
starts with; totals end at 0 and 10. "Strong" bias is a severity of variance 1.0, about four times
the usual. The reference names neither the mean nor the strong variance; these two are such that
its rates for a fixed three come out. Evaluators are drawn evenly, without areas or capacity.

As in the portal, the calibration is older than the rounds it corrects: it comes from 400 earlier
items with three evaluations each. A panel is three more people, of whom the majority decides;
their votes are not corrected, which costs about a point where bias is strong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from evaluation.formulas.decision import Rule, Step, majority, next_step, wanted_next
from evaluation.formulas.live import Mark, live_score
from evaluation.formulas.shrinkage import (
    ALPHA_B,
    ALPHA_F,
    SIGMA2,
    Bias,
    Calibration,
    Floats,
    Indices,
    calibrate,
    correction,
)

ITEMS = 400
EVALUATORS = 80
MEAN = 6.1
USUAL, STRONG = ALPHA_B, 1.0
RULE = Rule(k_min=3, k_step=2, k_max=7, threshold=7.0, improve_below=4.0)
PANEL = 3


@dataclass(slots=True)
class Tally:
    """How many items were put on the wrong side of the threshold, by each way of judging."""

    items: int = 0
    wrong_fixed3: int = 0
    wrong_fixed5: int = 0
    wrong_adaptive: int = 0
    panels: int = 0
    evaluations: int = 0

    def percent(self, count: int) -> float:
        """``count`` in hundredths of the items."""
        return round(100 * count / self.items, 2)


@dataclass(frozen=True, slots=True)
class World:
    """Items with their worth, the evaluators drawn for each (in order), and what they give."""

    worth: Floats
    drawn: Indices
    totals: Floats


@dataclass(slots=True)
class Simulation:
    """Years of judging, each with new evaluators; the same for the same seed."""

    alpha_b: float
    seed: int = 2026
    tally: Tally = field(default_factory=Tally)

    def run(self, repetitions: int) -> Tally:
        """Judge so many years and count."""
        random = np.random.default_rng(self.seed)
        for _ in range(repetitions):
            severity = random.normal(0, math.sqrt(self.alpha_b), EVALUATORS)
            known = _calibration(_world(random, severity, RULE.k_min))
            self._judge(_world(random, severity, RULE.k_max + PANEL), known)
        return self.tally

    def _judge(self, world: World, known: Calibration) -> None:
        tally = self.tally
        truth = world.worth > RULE.threshold
        for k in (3, 5):
            wrong = int(np.sum((world.totals[:, :k].mean(axis=1) > RULE.threshold) != truth))
            if k == 3:
                tally.wrong_fixed3 += wrong
            else:
                tally.wrong_fixed5 += wrong
        biases = {bias.evaluator: bias for bias in known.biases}
        for is_superior, drawn, totals in zip(truth, world.drawn, world.totals, strict=True):
            step = self._adaptive(drawn.tolist(), totals.tolist(), biases, known)
            tally.wrong_adaptive += int((step == Step.SUPERIOR) != bool(is_superior))
        tally.items += ITEMS

    def _adaptive(
        self, drawn: list[int], totals: list[float], biases: dict[int, Bias], known: Calibration
    ) -> Step:
        """The verdict of one item by the adaptive rule."""
        wanted = RULE.k_min
        while True:
            marks = [
                _mark(total, biases.get(judge), known)
                for total, judge in zip(totals[:wanted], drawn, strict=False)
            ]
            score = live_score(marks, sigma2=known.sigma2, threshold=RULE.threshold)
            raw = math.fsum(totals[:wanted]) / wanted
            step = next_step(RULE, n=wanted, raw=raw, q=score.q, se=score.se)
            if step != Step.MORE:
                break
            wanted = wanted_next(RULE, wanted)
        self.tally.evaluations += wanted
        if step == Step.PANEL:
            self.tally.panels += 1
            self.tally.evaluations += PANEL
            return majority(RULE, totals[wanted : wanted + PANEL])
        return step


def _mark(total: float, bias: Bias | None, known: Calibration) -> Mark:
    if bias is None:
        return Mark(total, 0.0, math.sqrt(known.alpha_b))
    return Mark(total, correction(bias.b), bias.se)


def _world(random: np.random.Generator, severity: Floats, each: int) -> World:
    worth = random.normal(MEAN, math.sqrt(ALPHA_F), ITEMS)
    drawn = random.random((ITEMS, EVALUATORS)).argsort(axis=1)[:, :each]
    luck = random.normal(0, math.sqrt(SIGMA2), (ITEMS, each))
    return World(worth, drawn, np.clip(worth[:, None] + severity[drawn] + luck, 0, 10))


def _calibration(world: World) -> Calibration:
    each = world.drawn.shape[1]
    works = np.repeat(np.arange(ITEMS), each)
    return calibrate(works.tolist(), world.drawn.ravel().tolist(), world.totals.ravel().tolist())
