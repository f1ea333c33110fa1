"""Krippendorff's alpha against the published example, and what must hold of any data."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.formulas.agreement import Metric, krippendorff_alpha

# Four observers, twelve units: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
_: float | None = None
OBSERVERS: list[list[float | None]] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
UNITS = list(zip(*OBSERVERS, strict=True))
METRICS: list[Metric] = ["nominal", "ordinal", "interval"]

halves = st.integers(0, 20).map(lambda n: n / 2)
tables = st.lists(st.lists(st.none() | halves, max_size=5), max_size=8)


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_the_published_example(metric: Metric, published: float) -> None:
    alpha = krippendorff_alpha(UNITS, metric)
    assert alpha is not None
    assert round(alpha, 3) == published


@pytest.mark.parametrize("metric", METRICS)
def test_full_agreement_is_one_and_opposition_is_below_zero(metric: Metric) -> None:
    assert krippendorff_alpha([[1, 1], [9, 9, 9]], metric) == 1
    opposed = krippendorff_alpha([[1, 9], [9, 1]], metric)
    assert opposed is not None
    assert opposed < 0


@pytest.mark.parametrize(
    "units", [[], [[7]], [[7], [3], [None, 2]], [[5, 5], [5, 5, 5]], [[None, None]]]
)
def test_it_is_undefined_without_two_values_of_a_unit_or_without_difference(
    units: list[list[float | None]],
) -> None:
    for metric in METRICS:
        assert krippendorff_alpha(units, metric) is None


def test_an_unknown_metric_is_refused() -> None:
    with pytest.raises(ValueError, match="ratio"):
        krippendorff_alpha(UNITS, "ratio")  # type: ignore[arg-type]


@given(tables, st.randoms(use_true_random=False), st.sampled_from(METRICS))
def test_order_says_nothing(table: list[list[float | None]], random: object, how: Metric) -> None:
    shuffled = [random.sample(unit, len(unit)) for unit in table]  # type: ignore[attr-defined]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert krippendorff_alpha(shuffled, how) == krippendorff_alpha(table, how)


@given(tables, st.integers(-40, 40).map(lambda n: n / 4))
def test_for_the_interval_metric_it_does_not_matter_where_zero_is(
    table: list[list[float | None]], step: float
) -> None:
    moved = [[None if v is None else v + step for v in unit] for unit in table]
    assert krippendorff_alpha(moved, "interval") == krippendorff_alpha(table, "interval")


@given(tables, st.sampled_from(METRICS))
def test_it_is_never_above_one(table: list[list[float | None]], metric: Metric) -> None:
    alpha = krippendorff_alpha(table, metric)
    assert alpha is None or alpha <= 1


@given(tables)
def test_counting_values_gives_what_comparing_all_pairs_gives(
    table: list[list[float | None]],
) -> None:
    units = [[v for v in unit if v is not None] for unit in table]
    units = [unit for unit in units if len(unit) > 1]
    values = [v for unit in units for v in unit]
    expected = sum((a - b) ** 2 for a in values for b in values)
    alpha = krippendorff_alpha(table, "interval")
    if not expected:
        assert alpha is None
        return
    observed = sum(sum((a - b) ** 2 for a in u for b in u) / (len(u) - 1) for u in units)
    by_pairs = 1 - (len(values) - 1) * observed / expected
    assert alpha is not None
    assert math.isclose(alpha, by_pairs, abs_tol=1e-9)
