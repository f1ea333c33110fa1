"""The arithmetic of totals and draws."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.formulas.draw import area_fit, chances, pick, utility
from evaluation.formulas.totals import raw_score, weighted_total

HALVES = st.integers(0, 20).map(lambda half: Decimal(half) / 2)
WEIGHTS = {"accuracy": 30, "usefulness": 30, "completeness": 15, "originality": 15, "reuse": 10}
SCORES = st.fixed_dictionaries(dict.fromkeys(WEIGHTS, HALVES))
UTILITIES = st.lists(st.floats(-5, 5), min_size=1, max_size=60)


@given(SCORES)
def test_a_total_lies_between_its_scores(scores: dict[str, Decimal]) -> None:
    total = weighted_total(scores, WEIGHTS)
    assert min(scores.values()) <= total <= max(scores.values())


@given(SCORES, st.sampled_from(sorted(WEIGHTS)))
def test_a_better_score_never_lowers_the_total(scores: dict[str, Decimal], code: str) -> None:
    better = {**scores, code: min(scores[code] + Decimal("0.5"), Decimal(10))}
    assert weighted_total(better, WEIGHTS) >= weighted_total(scores, WEIGHTS)


@given(st.lists(HALVES, min_size=1, max_size=7), st.randoms())
def test_the_order_of_evaluations_does_not_matter(totals: list[Decimal], random: Random) -> None:
    shuffled = random.sample(totals, len(totals))
    assert raw_score(shuffled) == raw_score(totals)


@pytest.mark.parametrize("score", ["-0.5", "10.5", "7.3", "NaN"])
def test_a_score_off_the_scale_is_refused(score: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        weighted_total({**dict.fromkeys(WEIGHTS, Decimal(5)), "reuse": Decimal(score)}, WEIGHTS)


def test_a_missing_score_is_refused() -> None:
    with pytest.raises(ValueError, match="one score"):
        weighted_total({"accuracy": Decimal(5)}, WEIGHTS)


@given(UTILITIES)
def test_chances_sum_to_one_and_none_is_above_its_cap(utilities: list[float]) -> None:
    result = chances(utilities)
    assert sum(result) == pytest.approx(1)
    assert all(0 <= chance <= max(0.5, 1 / len(result)) + 1e-9 for chance in result)


@given(UTILITIES, st.floats(-3, 3))
def test_only_differences_of_utility_count(utilities: list[float], shift: float) -> None:
    shifted = chances([u + shift for u in utilities])
    assert shifted == pytest.approx(chances(utilities), abs=1e-6)


@given(UTILITIES)
def test_who_fits_better_is_never_less_likely(utilities: list[float]) -> None:
    result = chances(utilities)
    pairs = sorted(zip(utilities, result, strict=True))
    assert all(a[1] <= b[1] + 1e-9 for a, b in pairwise(pairs))


def test_a_draw_can_be_repeated_from_its_seed() -> None:
    probabilities = chances([1.0, 0.5, 0.2, 0.9])
    draws = [[pick(probabilities, Random(7)) for _ in range(3)] for _ in range(2)]
    assert draws[0] == draws[1]


def test_utility_prefers_fit_free_rested_and_waiting_people() -> None:
    base = utility(fit=0, load=1, season_share=1, days_since_last=0)
    assert base == 0
    assert utility(1, 1, 1, 0) == pytest.approx(1.0)
    assert utility(0, 0, 1, 0) == pytest.approx(0.6)
    assert utility(0, 1, 0, 0) == pytest.approx(0.4)
    assert utility(0, 1, 1, 90) == pytest.approx(0.2)


def test_an_area_covers_what_lies_below_it() -> None:
    assert area_fit({1}, [1, 5]) == 1
    assert area_fit({5}, [1, 5]) == 1
    assert area_fit({2}, [1, 5]) == 0
    assert area_fit({2}, [1, 5], {2, 3}) == 0.5
