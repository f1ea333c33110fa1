"""What a round does next, from its scores: the table of the adaptive rule.

    n < k_min                                wait
    raw > threshold differs from Q >         panel, always
    Q < improve_below                        improve
    |Q - threshold| >= SE                    by the sign of Q - threshold
    |Q - threshold| <  SE and n < k_max      draw k_step more
    n = k_max and |Q - threshold| >= SE/2    by the sign
    n = k_max and |Q - threshold| <  SE/2    panel

Rows are read from the top. The second stands there because a correction may send a case to
people and never turns one alone: neither by deciding it nor by asking a few more.
Source: the project's reference on evaluation, "Decision".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What comes next. The last three are verdicts, and named like those of a round."""

    WAIT = "wait"
    MORE = "more"
    PANEL = "panel"
    SUPERIOR = "superior"
    STANDARD = "standard"
    IMPROVE = "improve"

    @property
    def is_verdict(self) -> bool:
        """Whether the round is decided with it."""
        return self in (Step.SUPERIOR, Step.STANDARD, Step.IMPROVE)


@dataclass(frozen=True, slots=True)
class Rule:
    """The numbers of a policy that the table needs: evaluations at least, more at a time and at
    most; the bounds of superior and of improve in points."""

    k_min: int
    k_step: int
    k_max: int
    threshold: float
    improve_below: float


def next_step(rule: Rule, *, n: int, raw: float, q: float, se: float) -> Step:
    """The row of the table for ``n`` evaluations with plain mean ``raw``, corrected score ``q``
    and its standard error, all in points and unrounded."""
    if n < rule.k_min:
        return Step.WAIT
    if (raw > rule.threshold) != (q > rule.threshold):
        return Step.PANEL
    distance = abs(q - rule.threshold)
    if q < rule.improve_below or distance >= se:
        return verdict(rule, q)
    if n < rule.k_max:
        return Step.MORE
    return verdict(rule, q) if distance >= se / 2 else Step.PANEL


def verdict(rule: Rule, q: float) -> Step:
    """Superior strictly above the threshold, improve below the other bound, else standard."""
    if q > rule.threshold:
        return Step.SUPERIOR
    return Step.IMPROVE if q < rule.improve_below else Step.STANDARD


def majority(rule: Rule, totals: Sequence[float]) -> Step:
    """What more than half of a panel say, each by the sign of their total: superior, improve, or
    else standard."""
    votes = Counter(verdict(rule, total) for total in totals)
    for step in (Step.SUPERIOR, Step.IMPROVE):
        if votes[step] * 2 > len(totals):
            return step
    return Step.STANDARD


def wanted_next(rule: Rule, wanted: int) -> int:
    """How many evaluations a round wants after a draw of more, never beyond the most."""
    return min(wanted + max(rule.k_step, 1), rule.k_max)
