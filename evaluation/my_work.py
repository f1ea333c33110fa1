"""An evaluator's own figures: what the desk says of this month and of the season."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min
from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone, localdate, localtime

from accounts.models import Officer
from core import clock
from evaluation.calendar import season_start
from evaluation.models import Assignment, Evaluator

MONTHS = 6
# A lease may have begun well before the month in which its evaluation was submitted.
LONGEST_LEASE = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class MyWork:
    """Numbers of assignments. ``months`` are (name of the month, evaluated), the present last."""

    drawn: int
    done: int
    on_time: int
    late: int
    season: int
    months: list[tuple[str, int]]

    @property
    def best_month(self) -> int:
        """The most evaluated in one of the months."""
        return max(number for _name, number in self.months)


def my_work(officer: Officer) -> MyWork:
    """What the officer was drawn for and has submitted (one query)."""
    today = clock.today()
    months = _months(today)
    rows = list(
        Assignment.objects.filter(
            evaluator__officer=officer,
            offered_at__gte=_midnight(months[0]) - LONGEST_LEASE,
        )
        .annotate(first=Min("evaluations__submitted_at"))
        .values_list("offered_at", "lease_until", "state", "first")
    )
    begin, season = _midnight(months[-1]), _midnight(season_start(today))
    now = clock.now()
    done = [(until, first) for _offered, until, _state, first in rows if first and first >= begin]
    per_month = dict.fromkeys(months, 0)
    for _offered, _until, _state, first in rows:
        if first and (month := localdate(first).replace(day=1)) in per_month:
            per_month[month] += 1
    return MyWork(
        drawn=sum(begin <= offered <= now for offered, *_rest in rows),
        done=len(done),
        on_time=sum(first <= until for until, first in done),
        late=sum(
            state == Assignment.State.EXPIRED and begin <= until <= now
            for _offered, until, state, _first in rows
        ),
        season=sum(offered >= season for offered, *_rest in rows),
        months=[(date_format(month, "M"), number) for month, number in per_month.items()],
    )


def evaluator_of(officer: Officer) -> Evaluator | None:
    """The officer's row as an evaluator; None where only the role was granted."""
    return Evaluator.objects.filter(officer=officer).first()


def _months(today: date) -> list[date]:
    """The first days of the last months, this one last."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def _midnight(day: date) -> datetime:
    """When a day begins in Seoul."""
    return localtime(datetime(day.year, day.month, day.day, tzinfo=get_default_timezone()))
