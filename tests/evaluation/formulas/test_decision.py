"""Every row of the table of the adaptive rule, at its edges."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.formulas.decision import Rule, Step, next_step, verdict, wanted_next

RULE = Rule(k_min=3, k_step=2, k_max=7, threshold=7, improve_below=4)
SCORES = st.floats(0, 10)
LITTLE = 1e-9


def step(n: int, raw: float, q: float, se: float, rule: Rule = RULE) -> str:
    return next_step(rule, n=n, raw=raw, q=q, se=se)


@pytest.mark.parametrize(
    ("n", "raw", "q", "se", "expected"),
    [
        # n < 3: wait, however clear, contradictory or poor.
        (0, 9, 9, 0.1, "wait"),
        (2, 10, 10, 0.1, "wait"),
        (2, 8, 6, 0.1, "wait"),
        (2, 1, 1, 0.1, "wait"),
        # |Q - 7| >= SE: by the sign, at the edge too.
        (3, 7.5, 7.5, 0.5, "superior"),
        (3, 6.5, 6.5, 0.5, "standard"),
        (3, 9, 9, 0.5, "superior"),
        (5, 8, 7.75, 0.75, "superior"),
        # |Q - 7| < SE and n < 7: two more.
        (3, 7.5, 7.5, 0.5 + LITTLE, "more"),
        (3, 6.5, 6.5, 0.5 + LITTLE, "more"),
        (3, 7, 7, 0.1, "more"),
        (5, 7.2, 7.2, 0.5, "more"),
        (6, 7.2, 7.2, 0.5, "more"),
        # n = 7 and |Q - 7| >= SE / 2: by the sign.
        (7, 7.25, 7.25, 0.5, "superior"),
        (7, 6.75, 6.75, 0.5, "standard"),
        (7, 7.5, 7.5, 0.5, "superior"),
        (9, 7.25, 7.25, 0.5, "superior"),
        # n = 7 and |Q - 7| < SE / 2: panel.
        (7, 7.25 - LITTLE, 7.25 - LITTLE, 0.5, "panel"),
        (7, 6.75 + LITTLE, 6.75 + LITTLE, 0.5, "panel"),
        (7, 7, 7, 0.5, "panel"),
        (9, 7.1, 7.1, 0.5, "panel"),
        # The correction turns the verdict: panel always, clear or close, early or late.
        (3, 7.1, 6.9, 0.5, "panel"),
        (3, 6.9, 7.1, 0.5, "panel"),
        (3, 7.5, 6, 0.5, "panel"),
        (5, 6, 8, 0.5, "panel"),
        (7, 7.5, 6, 0.5, "panel"),
        # Seven itself is not above seven.
        (3, 7, 7.5, 0.5, "panel"),
        (3, 7.5, 7, 0.5, "panel"),
        (3, 7, 6.5, 0.5, "standard"),
        # Q < 4 and n >= 3: improve.
        (3, 4, 4 - LITTLE, 0.5, "improve"),
        (3, 4, 4, 0.5, "standard"),
        (7, 2, 2, 0.5, "improve"),
        (3, 3.5, 3.5, 5, "improve"),
    ],
)
def test_each_row(n: int, raw: float, q: float, se: float, expected: str) -> None:
    assert step(n, raw, q, se) == expected


@pytest.mark.parametrize(
    ("changes", "n", "q", "se", "expected"),
    [
        ({"k_min": 5}, 4, 9, 0.1, "wait"),
        ({"k_min": 1}, 1, 9, 0.1, "superior"),
        ({"k_max": 5}, 5, 7.1, 0.5, "panel"),
        ({"k_max": 9}, 7, 7.1, 0.5, "more"),
        ({"threshold": 8}, 3, 7.5, 0.5, "standard"),
        ({"threshold": 6}, 3, 6.5, 0.5, "superior"),
        ({"improve_below": 5}, 3, 4.9, 0.1, "improve"),
        ({"improve_below": 3}, 3, 3.1, 0.1, "standard"),
    ],
)
def test_the_numbers_are_those_of_the_policy(
    changes: dict[str, int], n: int, q: float, se: float, expected: str
) -> None:
    facts = {"k_min": 3, "k_step": 2, "k_max": 7, "threshold": 7, "improve_below": 4}
    assert step(n, q, q, se, Rule(**(facts | changes))) == expected


@given(st.integers(3, 9), SCORES, SCORES, st.floats(0.05, 3))
def test_the_correction_never_turns_a_verdict_alone(
    n: int, raw: float, q: float, se: float
) -> None:
    found = next_step(RULE, n=n, raw=raw, q=q, se=se)
    if found.is_verdict:
        assert (found == Step.SUPERIOR) == (raw > 7) == (q > 7)
    if (raw > 7) != (q > 7):
        assert found == Step.PANEL


@given(SCORES, st.floats(0.05, 3))
def test_it_ends_with_the_most_evaluations(q: float, se: float) -> None:
    assert next_step(RULE, n=7, raw=q, q=q, se=se) not in (Step.WAIT, Step.MORE)


def test_three_five_seven_and_no_more() -> None:
    assert [wanted_next(RULE, n) for n in (3, 5, 6, 7)] == [5, 7, 7, 7]


def test_a_policy_without_a_step_still_goes_on() -> None:
    assert wanted_next(Rule(3, 0, 7, 7, 4), 3) == 4


def test_verdicts_are_strict() -> None:
    edges = {7 + LITTLE: "superior", 7: "standard", 4: "standard", 4 - LITTLE: "improve"}
    assert {q: str(verdict(RULE, q)) for q in edges} == edges


def test_every_step_has_been_seen() -> None:
    cases = product((2, 3, 7), (3, 6, 7.1, 9), (3, 6, 7.1, 9))
    assert {next_step(RULE, n=n, raw=raw, q=q, se=0.5) for n, raw, q in cases} == set(Step)
