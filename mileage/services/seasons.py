"""The half-years of the ledger, each created when something first happens in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from mileage.formulas import season_bounds, season_code
from mileage.models import Season


def season_at(moment: datetime) -> Season:
    """The season in which ``moment`` lies."""
    day = timezone.localdate(moment)
    return seasons_of([day])[season_code(day)]


def seasons_of(days: Iterable[date]) -> dict[str, Season]:
    """The seasons of these days by code."""
    wanted = {season_code(day): day for day in days}
    known = {season.code: season for season in Season.objects.filter(code__in=wanted)}
    for code in sorted(wanted.keys() - known.keys()):
        first, last = season_bounds(wanted[code])
        known[code], _ = Season.objects.get_or_create(
            code=code, defaults={"starts_on": first, "ends_on": last}
        )
    return known
