"""The additive model: it finds what was put into synthetic evaluations, and knows its limits."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.formulas import shrinkage
from evaluation.formulas.shrinkage import Calibration, calibrate, correction, largest_share

MU, ALPHA_F, ALPHA_B, SIGMA2 = 6.2, 1.5, 0.6, 1.1


def evaluations(
    works: int = 3000, judges: int = 60, each: int = 4, seed: int = 7
) -> tuple[list[int], list[int], list[float], np.ndarray]:
    """Works, evaluators (ids from 1000), totals; and the true severities."""
    rng = np.random.default_rng(seed)
    f, b = rng.normal(0, ALPHA_F**0.5, works), rng.normal(0, ALPHA_B**0.5, judges)
    work = np.repeat(np.arange(works), each)
    judge = np.concatenate([rng.choice(judges, each, replace=False) for _ in range(works)])
    y = MU + f[work] + b[judge] + rng.normal(0, SIGMA2**0.5, works * each)
    return work.tolist(), (judge + 1000).tolist(), y.tolist(), b


def test_it_recovers_the_truth() -> None:
    works, judges, totals, truth = evaluations()
    found = calibrate(works, judges, totals)
    assert found.is_usable
    assert found.n == 12_000
    assert found.mu + 0 == pytest.approx(MU + truth.mean(), abs=0.1)
    assert found.alpha_f == pytest.approx(ALPHA_F, rel=0.1)
    assert found.alpha_b == pytest.approx(float(np.mean((truth - truth.mean()) ** 2)), rel=0.15)
    assert found.sigma2 == pytest.approx(SIGMA2, rel=0.05)
    errors = np.array([bias.b for bias in found.biases]) - (truth - truth.mean())
    assert float(np.sqrt(np.mean(errors**2))) < 0.12
    within = np.abs(errors) <= 2 * np.array([bias.se for bias in found.biases])
    assert float(within.mean()) > 0.85


def test_it_has_settled_and_solves_its_own_equations() -> None:
    """The closed forms of the reference hold at the result, computed the slow way."""
    works, judges, totals, _ = evaluations(works=300, judges=25, each=3)
    found = calibrate(works, judges, totals)
    b = {bias.evaluator: bias.b for bias in found.biases}
    rows = list(zip(works, judges, totals, strict=True))
    by_work: dict[int, list[float]] = {}
    for i, j, y in rows:
        by_work.setdefault(i, []).append(y - found.mu - b[j])
    f = {i: sum(rest) / (len(rest) + found.sigma2 / found.alpha_f) for i, rest in by_work.items()}
    for j in b:
        rest = [y - found.mu - f[i] for i, judge, y in rows if judge == j]
        expected = sum(rest) / (len(rest) + found.sigma2 / found.alpha_b)
        assert b[j] == pytest.approx(expected, abs=1e-4)
    assert found.mu == pytest.approx(np.mean([y - f[i] - b[j] for i, j, y in rows]), abs=1e-4)
    v = {j.evaluator: j.se**2 for j in found.biases}
    assert found.alpha_b == pytest.approx(np.mean([b[j] ** 2 + v[j] for j in b]), abs=1e-4)


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.floats(-2, 2))
def test_order_does_not_matter_and_a_shift_of_all_is_no_severity(
    random: object, shift: float
) -> None:
    works, judges, totals, _ = evaluations(works=100, judges=20, each=3)
    rows = list(zip(works, judges, totals, strict=True))
    random.shuffle(rows)  # type: ignore[attr-defined]
    mixed = calibrate(
        [i for i, _, _ in rows], [j for _, j, _ in rows], [y + shift for _, _, y in rows]
    )
    known = calibrate(works, judges, totals)
    assert mixed.mu == pytest.approx(known.mu + shift, abs=1e-3)
    assert [x.b for x in mixed.biases] == pytest.approx([x.b for x in known.biases], abs=1e-3)


def test_who_has_judged_little_is_corrected_little() -> None:
    works, judges, totals, _ = evaluations(works=400, judges=30, each=3)
    harsh = [(10_000 + n, 1, 2.0) for n in range(3)]
    works += [w for w, _, _ in harsh] + [10_000, 10_001, 10_002]
    judges += [j for _, j, _ in harsh] + [1000, 1001, 1002]
    totals += [y for _, _, y in harsh] + [8.0, 8.0, 8.0]
    bias = next(b for b in calibrate(works, judges, totals).biases if b.evaluator == 1)
    assert -3 < bias.b < -0.5
    assert bias.n == 3
    assert bias.se > 0.3


@pytest.mark.parametrize(
    ("works", "judges", "each"),
    [(66, 25, 3), (199, 19, 3)],  # 198 evaluations; 19 people
)
def test_below_the_guards_nobody_is_corrected(works: int, judges: int, each: int) -> None:
    found = calibrate(*evaluations(works, judges, each)[:3])
    assert not found.is_usable
    assert {bias.b for bias in found.biases} == {0.0}
    assert (found.alpha_b, found.sigma2) == (shrinkage.ALPHA_B, shrinkage.SIGMA2)
    assert found.biases[0].se == pytest.approx(shrinkage.ALPHA_B**0.5)


def test_at_the_guards_they_are() -> None:
    found = calibrate(*evaluations(works=50, judges=20, each=4)[:3])
    assert (found.n, len(found.biases), found.is_usable) == (200, 20, True)


def both_sides(main: int, aside: int) -> Calibration:
    """Two groups that never judge the same work, of so many evaluations each."""
    works, judges, totals, _ = evaluations(works=main // 4, judges=20, each=4)
    works += [100_000 + n // 2 for n in range(aside)]
    judges += [5000 + n % 2 for n in range(aside)]
    totals += [7.0] * aside
    return calibrate(works, judges, totals)


def test_two_worlds_cannot_be_compared() -> None:
    joined, parted = both_sides(380, 20), both_sides(380, 22)
    assert joined.largest_share == 0.95
    assert joined.is_usable
    assert parted.largest_share == pytest.approx(380 / 402)
    assert not parted.is_usable


@pytest.mark.parametrize(
    ("edges", "share"),
    [([(0, 0)], 1.0), ([(0, 0), (1, 1)], 0.5), ([(0, 0), (1, 1), (1, 0)], 1.0)],
)
def test_components(edges: list[tuple[int, int]], share: float) -> None:
    assert largest_share(np.array([i for i, _ in edges]), np.array([j for _, j in edges])) == share


def test_no_variance_falls_below_its_floor() -> None:
    works, judges, _, _ = evaluations(works=100, judges=20, each=3)
    found = calibrate(works, judges, [7.0] * len(works))
    assert (found.alpha_f, found.alpha_b, found.sigma2) == (0.05, 0.05, 0.05)


def test_no_correction_is_beyond_its_bound() -> None:
    assert [correction(b) for b in (-9, -1.5, -0.2, 0, 1.5, 1.6)] == [-1.5, -1.5, -0.2, 0, 1.5, 1.5]
    far = shrinkage.Bias(1, 1.5, 0.1, 9)
    assert not far.needs_retraining
    assert replace(far, b=-1.51).needs_retraining


def test_more_evaluations_make_surer() -> None:
    few, many = (calibrate(*evaluations(works=w, judges=20)[:3]) for w in (100, 1000))
    errors = [float(np.mean([bias.se for bias in found.biases])) for found in (few, many)]
    assert all(before > after for before, after in pairwise(errors))


@pytest.mark.parametrize("rows", [([], [], []), ([1], [1], []), ([1, 2], [1], [7.0, 7.0])])
def test_nothing_comes_of_nothing(rows: tuple[list[int], list[int], list[float]]) -> None:
    with pytest.raises(ValueError, match="one entry"):
        calibrate(*rows)
