"""Working days in Korea: weekends and public holidays do not count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays
from django.utils.timezone import localtime

DAY = timedelta(days=1)


@lru_cache(maxsize=1)
def _korean() -> holidays.HolidayBase:
    return holidays.country_holidays("KR")


def is_working_day(day: date) -> bool:
    """Neither weekend nor public holiday."""
    return day.weekday() < 5 and day not in _korean()


def add_working_days(moment: datetime, days: int) -> datetime:
    """The same time of day (Asia/Seoul) that many working days later."""
    moment = localtime(moment)
    while days > 0:
        moment += DAY
        if is_working_day(moment.date()):
            days -= 1
    return moment


def working_days_between(begin: datetime, end: datetime) -> int:
    """How many working days have passed from ``begin`` to ``end``; 0 on the same day."""
    first, last = localtime(begin).date(), localtime(end).date()
    return sum(is_working_day(first + n * DAY) for n in range(1, (last - first).days + 1))


def season_start(day: date) -> date:
    """The first day of the half-year that ``day`` is in."""
    return date(day.year, 1 if day.month < 7 else 7, 1)
