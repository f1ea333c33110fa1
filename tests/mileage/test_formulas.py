"""The arithmetic, for all numbers."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mileage.formulas import (
    grant,
    largest_remainder,
    level,
    season_bounds,
    season_code,
    share_of,
)

officers = st.integers(1, 10_000)
weights = st.dictionaries(
    officers, st.integers(1, 50) | st.fractions(Fraction(1, 9), 9), min_size=1
)


@given(st.integers(0, 100_000), weights)
def test_the_parts_sum_to_the_amount_and_none_is_a_point_off_its_quota(
    amount: int, shares: dict[int, int | Fraction]
) -> None:
    divided = largest_remainder(amount, shares)
    total = sum(shares.values(), Fraction(0))
    assert sum(divided.values()) == amount
    assert all(abs(divided[who] - amount * shares[who] / total) < 1 for who in shares)


@given(st.integers(0, 1000), st.sets(officers, min_size=1))
def test_equal_writers_differ_by_a_point_at_most_and_the_lower_id_has_it(
    amount: int, among: set[int]
) -> None:
    divided = [share_of(amount, who, sorted(among)) for who in sorted(among)]
    assert sum(divided) == amount
    assert divided == sorted(divided, reverse=True)
    assert divided[0] - divided[-1] <= 1


@given(st.integers(0, 1000), weights)
def test_the_order_of_the_writers_does_not_matter(
    amount: int, shares: dict[int, int | Fraction]
) -> None:
    turned = dict(reversed(shares.items()))
    assert largest_remainder(amount, turned) == largest_remainder(amount, shares)


def test_the_largest_remainder_gets_the_point() -> None:
    assert largest_remainder(10, {1: 1, 2: 4, 3: 4}) == {1: 1, 2: 5, 3: 4}


def test_one_alone_has_all_of_it() -> None:
    assert share_of(5, 17, ()) == 5


@pytest.mark.parametrize(("amount", "shares"), [(-1, {1: 1}), (1, {}), (1, {1: 0}), (1, {1: -1})])
def test_what_cannot_be_divided_is_refused(amount: int, shares: dict[int, int | Fraction]) -> None:
    with pytest.raises(ValueError, match="divided"):
        largest_remainder(amount, shares)


caps = st.none() | st.integers(0, 300)


@given(st.integers(0, 200), caps, st.integers(0, 300), caps, st.integers(0, 300))
def test_a_grant_keeps_every_cap(
    part: int, cap_day: int | None, used_day: int, cap_season: int | None, used_season: int
) -> None:
    paid = grant(
        part, cap_day=cap_day, used_day=used_day, cap_season=cap_season, used_season=used_season
    )
    assert 0 <= paid <= part
    for cap, used in ((cap_day, used_day), (cap_season, used_season)):
        assert cap is None or paid == 0 or used + paid <= cap


@pytest.mark.parametrize(
    ("points", "before", "after"),
    [(29, 0, 0), (30, 0, 1), (150, 1, 2), (135, 2, 2), (134, 2, 1), (0, 3, 0), (500, 0, 3)],
)
def test_a_level_rises_at_its_step_and_falls_below_nine_tenths(
    points: int, before: int, after: int
) -> None:
    assert level(points, [30, 150, 400], before) == after


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_is_in_the_season_that_says_so(day: date) -> None:
    first, last = season_bounds(day)
    assert first <= day <= last
    assert season_code(first) == season_code(day) == season_code(last)
    assert season_code(last + timedelta(days=1)) != season_code(day)
