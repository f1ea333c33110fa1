"""What was reported in the last twelve months, counted exactly for what an officer may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import Officer
from core import clock
from knowledge.categories import top_categories
from knowledge.models import Item
from reports.models import ACCEPTED, TO_DECIDE, UNDER_REPAIR, Kind, Outcome, Report, State

MONTHS = 12
DAY = 86_400  # seconds


class Median(Aggregate):
    """The middle value, PostgreSQL's percentile_cont(0.5)."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: ``days`` is the median of days from acceptance to a verified repair."""

    label: str
    number: int
    accepted: int
    days: float | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts since ``since`` (a date), the first day of the eleventh month before this one."""

    since: date
    received: int
    accepted: int
    dismissed: int
    to_decide: int
    under_repair: int
    repaired: int
    days: float | None
    kinds: list[Line]
    months: list[tuple[str, int]]
    areas: list[Line]

    @property
    def accepted_share(self) -> float | None:
        """Accepted ones in hundredths of those that were decided; None if none was."""
        decided = self.accepted + self.dismissed
        return 100 * self.accepted / decided if decided else None


def statistics_for(officer: Officer) -> Statistics:
    """Reports on items that the officer may see (4 queries, the categories from the cache)."""
    since = _months()[0]
    start = timezone.make_aware(datetime.combine(since, time()))
    rows = Report.objects.filter(
        item__in=Item.objects.visible_to(officer).values("pk"), received_at__gte=start
    ).order_by()
    totals = rows.aggregate(
        received=Count("pk"),
        dismissed=Count("pk", filter=Q(state=State.DISMISSED)),
        to_decide=Count("pk", filter=Q(state__in=TO_DECIDE)),
        under_repair=Count("pk", filter=Q(state__in=UNDER_REPAIR)),
        repaired=Count("pk", filter=_REPAIRED),
        accepted=Count("pk", filter=_ACCEPTED),
        median=_MEDIAN,
    )
    median = totals.pop("median")
    return Statistics(
        since=since,
        **totals,
        days=_days(median),
        kinds=_kinds(rows),
        months=_by_month(rows),
        areas=_areas(rows),
    )


_ACCEPTED = Q(state__in=ACCEPTED)
_REPAIRED = Q(outcome=Outcome.REPAIRED)
_MEDIAN = Median(
    ExpressionWrapper(F("verified_at") - F("accepted_at"), output_field=DurationField()),
    filter=_REPAIRED,
    output_field=DurationField(),
)


def _grouped(rows: QuerySet[Report], name: str) -> dict[object, tuple[int, int, float | None]]:
    found = rows.values_list(name).annotate(
        number=Count("pk"), accepted=Count("pk", filter=_ACCEPTED), median=_MEDIAN
    )
    return {key: (number, accepted, _days(median)) for key, number, accepted, median in found}


def _kinds(rows: QuerySet[Report]) -> list[Line]:
    found = _grouped(rows, "kind")
    return [Line(str(kind.label), *found.get(kind, (0, 0, None))) for kind in Kind]


def _areas(rows: QuerySet[Report]) -> list[Line]:
    """By top category, the most reported first."""
    found = _grouped(rows, "item__category__tree_id")
    tops = {category.tree_id: category.name for category in top_categories()}
    lines = [Line(tops[tree], *facts) for tree, facts in found.items() if tree in tops]
    return sorted(lines, key=lambda line: (-line.number, line.label))


def _by_month(rows: QuerySet[Report]) -> list[tuple[str, int]]:
    found = dict(
        rows.annotate(month=TruncMonth("received_at")).values_list("month").annotate(Count("pk"))
    )
    counts = {timezone.localdate(month): number for month, number in found.items()}
    return [(f"{month:%Y.%m}"[2:], counts.get(month, 0)) for month in _months()]


def _months() -> list[date]:
    """First days of the last twelve months, this one the last."""
    today = clock.today()
    last = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - MONTHS + 1, last + 1)]


def _days(median: object) -> float | None:
    """A timedelta in days, rounded to a tenth."""
    seconds = getattr(median, "total_seconds", None)
    return None if seconds is None else round(seconds() / DAY, 1)
