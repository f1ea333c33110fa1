"""Reading the log of searches: one's own last ones, and sums without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, Max, Q
from django.db.models.functions import TruncDate

from accounts.models import Officer
from core import clock
from search.models import Asked

# The newest rows that are looked at for different queries.
LOOKED_AT = 60
# What fewer officers looked for is in the sums only: a query alone can tell who made it.
LEAST_OFFICERS = 2
MOST_QUERIES = 20


def recent(officer: Officer, most: int, *, containing: str = "") -> list[str]:
    """The officer's own last queries that found something, newest first (1 query)."""
    rows = Asked.objects.filter(officer=officer, hits__gt=0)
    if containing:
        rows = rows.filter(folded__contains=fold(containing))
    texts = rows.order_by("-at", "-pk").values_list("folded", "text")[:LOOKED_AT]
    different: dict[str, str] = {}
    for folded, text in texts:
        if folded != fold(containing):
            different.setdefault(folded, text)
    return list(different.values())[:most]


def fold(text: str) -> str:
    """What counts as the same query: without case and extra spaces."""
    return " ".join(text.lower().split())


@dataclass(frozen=True, slots=True)
class Line:
    """A query in a report: how often and by how many officers it was made, how many hits it had
    on average and in how many searches one of them was opened."""

    text: str
    searches: int
    officers: int
    hits: float
    opened: int


@dataclass(frozen=True, slots=True)
class Report:
    """Sums over a time, without names. ``days`` has each day with its searches; the three lists
    have the most frequent first."""

    searches: int
    empty: int
    opened: int
    mean_rank: float | None
    days: list[tuple[date, int]]
    frequent: list[Line]
    fruitless: list[Line]
    unopened: list[Line]

    @property
    def empty_share(self) -> int:
        """Searches without a hit, in percent."""
        return _percent(self.empty, self.searches)

    @property
    def unopened_share(self) -> int:
        """Searches with hits of which none was opened, in percent of those with hits."""
        found = self.searches - self.empty
        return _percent(found - self.opened, found)


def report(days: int) -> Report:
    """The last so many days, today among them (5 queries)."""
    today = clock.today()
    first = today - timedelta(days=days - 1)
    rows = Asked.objects.filter(at__date__gte=first)
    sums = rows.aggregate(
        searches=Count("pk"),
        empty=Count("pk", filter=Q(hits=0)),
        opened=Count("pk", filter=Q(rank__isnull=False)),
        mean_rank=Avg("rank"),
    )
    by_day = rows.annotate(day=TruncDate("at")).values_list("day").annotate(n=Count("pk"))
    numbers: dict[date, int] = dict(by_day.order_by("day"))
    return Report(
        **sums,
        days=[
            (day, numbers.get(day, 0)) for day in (first + timedelta(days=n) for n in range(days))
        ],
        frequent=_lines(rows),
        fruitless=_lines(rows.filter(hits=0)),
        unopened=_lines(rows.filter(hits__gt=0), opened=0),
    )


def _lines(rows: Any, **having: int) -> list[Line]:
    grouped = (
        rows.order_by()
        .values("folded")
        .annotate(
            shown=Max("text"),
            searches=Count("pk"),
            officers=Count("officer", distinct=True),
            mean=Avg("hits"),
            opened=Count("pk", filter=Q(rank__isnull=False)),
        )
        .filter(officers__gte=LEAST_OFFICERS, **having)
        .order_by("-searches", "folded")
    )
    columns = ("shown", "searches", "officers", "mean", "opened")
    return [Line(*row) for row in grouped.values_list(*columns)[:MOST_QUERIES]]


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
