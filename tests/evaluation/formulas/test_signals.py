"""Signals find what was put into synthetic data, and seldom what was not."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.formulas.signals import (
    benjamini_hochberg,
    binomial_tail,
    burst,
    comparisons,
    likenesses,
    pair_favour,
    poisson_tail,
    reciprocity,
    residual,
)

SIGMA = 1.126
MONDAY = datetime(2026, 7, 6, 0, 0, tzinfo=UTC)
QUARTER = 65 * 8 * 60.0


def test_pair_favour_is_the_sum_over_sigma_root_n() -> None:
    favour = pair_favour([2.0, 2.5, 1.5, 3.0, 1.0], sigma=1.25)
    assert favour is not None
    assert favour.total == 10
    assert favour.z == pytest.approx(10 / (1.25 * math.sqrt(5)))
    assert favour.looks == 2
    assert favour.p == pytest.approx(2 * favour.p_once)


def test_fewer_than_four_evaluations_say_nothing() -> None:
    assert pair_favour([9.0, 9.0, 9.0], sigma=1.0) is None
    assert reciprocity([9.0], [9.0, 9.0], sigma=1.0) is None


def test_only_those_who_both_give_more_favour_each_other() -> None:
    assert reciprocity([2.0, 2.0], [2.0, 2.0], sigma=1.0) is not None
    assert reciprocity([4.0, 4.0], [-0.1, -0.1], sigma=1.0) is None
    assert reciprocity([4.0, 4.0, 4.0, 4.0], [], sigma=1.0) is None


def test_a_residual_varies_like_one_evaluation() -> None:
    random = Random(11)
    found = [
        residual(random.gauss(0, SIGMA), [random.gauss(0, SIGMA) for _ in range(2)])
        for _ in range(20_000)
    ]
    assert math.sqrt(mean(r * r for r in found)) == pytest.approx(SIGMA, rel=0.02)


def favours(
    random: Random, ring: dict[tuple[int, int], float], people: int = 60
) -> set[tuple[int, int]]:
    """The pairs that are found when each of ``people`` judged ten others four or five times."""
    pairs = [(a, (a + step) % people) for a in range(people) for step in range(1, 11)]
    tests = []
    for pair in pairs:
        given = [random.gauss(ring.get(pair, 0.0), SIGMA) for _ in range(random.randint(4, 5))]
        tests.append(pair_favour(given, SIGMA))
    chances = [test.p for test in tests if test is not None]
    return {pairs[found.index] for found in benjamini_hochberg(chances, 0.0125)}


def test_a_ring_of_three_is_found() -> None:
    ring = {(0, 1): 3.5, (1, 2): 3.5, (10, 13): 3.5}
    assert favours(Random(5), ring) >= set(ring)


def test_where_nobody_favours_anybody_alarms_are_rare() -> None:
    quarters = 200
    false = sum(bool(favours(Random(seed), {}, people=20)) for seed in range(quarters))
    assert false / quarters < 0.05


def moments(count: int, apart: timedelta) -> list[datetime]:
    return [MONDAY + n * apart for n in range(count)]


def test_a_burst_is_the_densest_half_hour() -> None:
    steady = moments(30, timedelta(days=3))
    quick = [MONDAY + timedelta(days=10, minutes=4 * n) for n in range(6)]
    found = burst([*steady, *quick], QUARTER)
    assert found is not None
    assert (found.count, found.begin, found.end) == (6, quick[0], quick[-1])
    assert found.n == 36
    assert found.expected == pytest.approx(35 * 30 / QUARTER)
    assert found.p < 1e-6


def test_steady_work_is_no_burst() -> None:
    assert burst(moments(40, timedelta(hours=5)), QUARTER) is None
    assert burst([], QUARTER) is None
    assert burst(moments(3, timedelta(minutes=1)), QUARTER) is None


def test_chance_bursts_are_rare() -> None:
    random = Random(3)
    found = [
        burst([MONDAY + timedelta(minutes=random.uniform(0, QUARTER)) for _ in range(40)], QUARTER)
        for _ in range(300)
    ]
    assert sum(one is not None and one.p < 0.05 for one in found) / 300 < 0.05


@pytest.mark.parametrize(("k", "average"), [(0, 0.0), (1, 0.0), (1, 0.3), (4, 1.5), (3, 40.0)])
def test_the_poisson_tail(k: int, average: float) -> None:
    below = sum(math.exp(-average) * average**i / math.factorial(i) for i in range(k))
    assert poisson_tail(k, average) == pytest.approx(1 - below, abs=1e-12)


@given(st.integers(0, 12), st.integers(0, 12), st.floats(0.01, 0.99))
def test_the_binomial_tail(k: int, n: int, chance: float) -> None:
    below = sum(math.comb(n, i) * chance**i * (1 - chance) ** (n - i) for i in range(min(k, n + 1)))
    assert binomial_tail(k, n, chance) == pytest.approx(1 - below, abs=1e-9)


COPIED = (
    "근거 조문과 예외가 함께 적혀 있어 다른 세관에서도 바로 쓸 수 있으며 점검표가 특히 좋아서"
    " 신규 직원 교육 자료로도 손색이 없다고 생각합니다."
)


def remarks(random: Random, count: int) -> dict[int, str]:
    words = [f"말{n}" for n in range(300)]
    return {n: " ".join(random.choices(words, k=24)) for n in range(count)}


def test_a_copied_comment_is_found_in_spite_of_small_changes() -> None:
    texts = remarks(Random(2), 400)
    texts[7] = COPIED
    texts[311] = COPIED.replace("특히", "매우").replace(".", "!")
    found = list(likenesses(texts))
    most = min(found, key=lambda likeness: likeness.p)
    assert (most.a, most.b) == (7, 311)
    assert most.similarity > 0.6
    kept = benjamini_hochberg([f.p for f in found], 0.0125, comparisons(texts))
    assert [(found[k.index].a, found[k.index].b) for k in kept] == [(7, 311)]


def test_short_comments_are_not_compared() -> None:
    texts = {1: "좋은 글입니다", 2: "좋은 글입니다"}
    assert list(likenesses(texts)) == []
    assert comparisons(texts) == 0


def test_what_everybody_says_is_no_copy() -> None:
    phrase = "현장에서 참고할 만하나 이미 알려진 내용이 많습니다 사례를 더하면 좋겠습니다 더 많이요"
    texts = dict.fromkeys(range(50), phrase)
    assert benjamini_hochberg([f.p for f in likenesses(texts)], 0.0125, comparisons(texts)) == []


def test_benjamini_and_hochberg_by_hand() -> None:
    chances = [0.9, 0.01, 0.04, 0.011]
    found = benjamini_hochberg(chances, 0.05)
    assert [(f.index, f.rank) for f in found] == [(1, 1), (3, 2)]
    assert [f.bound for f in found] == [pytest.approx(0.0125), pytest.approx(0.025)]
    assert benjamini_hochberg(chances, 0.05, tests=100) == []
    assert benjamini_hochberg([], 0.05) == []


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.001, 0.5), st.integers(0, 60))
def test_more_looks_never_find_more(chances: list[float], share: float, tests: int) -> None:
    some = {f.index for f in benjamini_hochberg(chances, share, tests)}
    more = {f.index for f in benjamini_hochberg(chances, share, max(tests, len(chances)) * 2)}
    assert more <= some
    worst = max((chances[i] for i in some), default=0.0)
    assert all(i in some for i, p in enumerate(chances) if p < worst)
