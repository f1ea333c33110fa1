"""Working days in Korea: weekends and public holidays do not count."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils.timezone import localtime, make_aware

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


def season_code(day: date) -> str:
    """The half-year that ``day`` is in, e.g. ``2026H1``: the name that mileage knows it by."""
    return f"{day.year}H{1 if day.month < 7 else 2}"


def quarter_code(day: date) -> str:
    """The quarter that ``day`` is in, e.g. ``2026Q3``."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter_bounds(code: str) -> tuple[date, date]:
    """The first day of a quarter and the first day after it. Raises ValueError for no quarter."""
    year, _q, number = code.partition("Q")
    if number not in ("1", "2", "3", "4"):
        raise ValueError(f"{code!r} is no quarter.")
    first = 3 * int(number) - 2
    begin = date(int(year), first, 1)
    return begin, date(int(year) + 1, 1, 1) if number == "4" else date(int(year), first + 3, 1)


def quarter_before(day: date) -> str:
    """The last quarter that was over on ``day``."""
    return quarter_code(quarter_bounds(quarter_code(day))[0] - DAY)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of that month."""
    return months_after(day, -months)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start_of(day: date) -> datetime:
    """Midnight (Asia/Seoul) at which the day begins."""
    return make_aware(datetime.combine(day, time.min))
