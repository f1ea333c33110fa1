"""Working days are those of Korea."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from evaluation.calendar import (
    add_working_days,
    is_working_day,
    season_start,
    working_days_between,
)

SEOUL = ZoneInfo("Asia/Seoul")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


def test_weekends_and_public_holidays_do_not_count() -> None:
    # Thursday before the harvest festival of 2026 (24 to 26 September).
    assert add_working_days(moment("2026-09-23T10:00"), 1) == moment("2026-09-28T10:00")


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-11-24", True), ("2026-11-28", False), ("2026-12-25", False), ("2026-03-01", False)],
)
def test_days(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works


def test_days_between_are_counted_like_days_added() -> None:
    begin = moment("2026-11-24T17:00")
    assert working_days_between(begin, add_working_days(begin, 7)) == 7
    assert working_days_between(begin, begin) == 0


def test_a_season_is_half_a_year() -> None:
    assert season_start(date(2026, 6, 30)) == date(2026, 1, 1)
    assert season_start(date(2026, 7, 1)) == date(2026, 7, 1)
