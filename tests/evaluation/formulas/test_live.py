"""The live score: what must hold of it whoever judges, and its figures."""

from __future__ import annotations

import math
import time
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaluation.formulas.live import LiveScore, Mark, live_score, probability_superior

MARKS = st.builds(
    Mark,
    st.integers(0, 200).map(lambda twentieth: twentieth / 20),
    st.floats(-1.5, 1.5),
    st.floats(0.05, 0.6),
)
ROUNDS = st.lists(MARKS, min_size=1, max_size=9)
SIGMA2 = st.floats(0.05, 4)


def score(marks: list[Mark], sigma2: float = 1.268) -> LiveScore:
    return live_score(marks, sigma2=sigma2, threshold=7)


def plain(*totals: float) -> list[Mark]:
    return [Mark(total, 0, 0) for total in totals]


@given(ROUNDS, SIGMA2, st.randoms())
def test_the_order_of_evaluations_does_not_matter(
    marks: list[Mark], sigma2: float, random: Random
) -> None:
    assert score(random.sample(marks, len(marks)), sigma2) == score(marks, sigma2)


@given(ROUNDS, SIGMA2, st.integers(0, 8), st.floats(0, 5))
def test_a_higher_evaluation_does_not_lower_the_score(
    marks: list[Mark], sigma2: float, place: int, gain: float
) -> None:
    """But for what eight reweightings leave to be done: less than is ever shown."""
    one = marks[place % len(marks)]
    better = [*marks, Mark(one.total + gain, one.b, one.se)]
    better.remove(one)
    assert score(better, sigma2).q >= score(marks, sigma2).q - 0.02


@given(ROUNDS, SIGMA2, st.floats(-3, 3))
def test_what_everybody_gives_more_the_score_has_more(
    marks: list[Mark], sigma2: float, shift: float
) -> None:
    shifted = score([Mark(m.total + shift, m.b, m.se) for m in marks], sigma2)
    known = score(marks, sigma2)
    assert shifted.q == pytest.approx(known.q + shift, abs=1e-6)
    assert shifted.se == pytest.approx(known.se, abs=1e-6)


@given(ROUNDS, SIGMA2)
def test_a_correction_is_an_evaluation_less(marks: list[Mark], sigma2: float) -> None:
    corrected = [Mark(m.total - m.b, 0, m.se) for m in marks]
    assert score(corrected, sigma2) == score(marks, sigma2)


@given(ROUNDS, SIGMA2)
def test_the_score_lies_among_the_corrected_evaluations(marks: list[Mark], sigma2: float) -> None:
    found = score(marks, sigma2)
    corrected = [m.total - m.b for m in marks]
    assert min(corrected) - 1e-9 <= found.q <= max(corrected) + 1e-9
    assert 0 <= found.p <= 1
    assert 1 - 1e-9 <= found.n_eff <= found.n + 1e-9
    assert found.se >= math.sqrt(sigma2 / found.n) - 1e-9


@given(ROUNDS, SIGMA2)
def test_superior_is_likelier_than_not_just_above_the_threshold(
    marks: list[Mark], sigma2: float
) -> None:
    found = score(marks, sigma2)
    assume(abs(found.q - 7) > 1e-6)
    assert (found.p > 0.5) == (found.q > 7)


def test_one_wild_evaluation_moves_the_score_little() -> None:
    calm = score(plain(8, 8, 8, 8, 8))
    wild = score(plain(8, 8, 8, 8, 0))
    assert calm.q == 8
    assert 7.4 < wild.q < 8  # the plain mean is 6.4
    assert wild.n_eff < 5
    assert wild.se > calm.se


def test_two_are_averaged() -> None:
    found = score(plain(2, 9))
    assert (found.q, found.n_eff) == (5.5, 2)


def test_the_figures_by_hand() -> None:
    found = live_score(
        [Mark(8, 0.5, 0.3), Mark(7, -0.5, 0.4), Mark(7.5, 0, 0.5)], sigma2=1.2, threshold=7
    )
    assert found.q == 7.5
    assert found.se == pytest.approx(math.sqrt(1.2 / 3 + (0.09 + 0.16 + 0.25) / 9))
    assert found.p == pytest.approx(0.5 * (1 + math.erf(0.5 / found.se / math.sqrt(2))))


def test_a_mean_of_seven_is_not_above_seven() -> None:
    for totals in [(7.0, 7.0, 7.0), (6.95, 7.05, 7.0), (6.1, 7.3, 7.6), (6.7, 6.9, 7.1, 7.2, 7.1)]:
        assert score(plain(*totals), 100).q == 7


def test_without_an_evaluation_there_is_no_score() -> None:
    with pytest.raises(ValueError, match="without"):
        score([])


def test_the_probability_is_even_at_the_threshold() -> None:
    assert probability_superior(7, 0.5, 7) == pytest.approx(0.5)
    assert probability_superior(8, 0, 7) == 1
    assert probability_superior(7, 0, 7) == 0


def test_it_takes_less_than_a_millisecond() -> None:
    marks = plain(8, 7, 6, 9, 3, 7.5, 8)
    start = time.process_time()
    for _ in range(200):
        score(marks)
    assert (time.process_time() - start) / 200 < 0.001
