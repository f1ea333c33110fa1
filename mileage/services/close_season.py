"""The end of a season: levels, once and for all, and points that expire."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from core import clock
from core.models import Activity
from core.services.record import object_type_of, record, record_many
from mileage.formulas import level
from mileage.locks import lock_season
from mileage.models import Policy, Season, SeasonClosing, SeasonLevel, SeasonTotal
from mileage.services.expire import expire_before
from mileage.services.policies import rulebook
from mileage.services.seasons import seasons_of
from mileage.services.tally import tally, tally_open

# A season exists before its first day, so that nobody creates it in the rush of its first morning.
AHEAD = timedelta(days=30)


def keep_seasons() -> int:
    """Create the season that comes next, close those that are over, count the others.

    Returns how many were closed.
    """
    today = clock.today()
    seasons_of([today, today + AHEAD])
    # Loads the policy of a new portal, which says when a season closes.
    rulebook()
    closed = 0
    for season in Season.objects.filter(closing__isnull=True).order_by("starts_on"):
        policy = Policy.objects.in_force(season.ends_on)
        if policy and season.ends_on + timedelta(days=policy.close_days) < today:
            closed += close_season(season=season, policy=policy)
    tally_open()
    return closed


@transaction.atomic
def close_season(*, season: Season, policy: Policy) -> bool:
    """Count the season a last time and fix everybody's level; False if that was done before.

    A level rises where the season's points reach it, and falls only below nine tenths of what it
    takes. ``mileage.level`` is recorded for each officer whose level changed.
    """
    lock_season(season.pk)
    if SeasonClosing.objects.filter(pk=season.pk).exists():
        return False
    tally(season=season)
    closing = SeasonClosing.objects.create(season=season, policy=policy)
    rows = SeasonLevel.objects.bulk_create(_levels(season, policy))
    record(
        verb="mileage.season_closed",
        obj=season,
        key=f"mileage.season_closed:{season.code}",
        data={"season": season.code, "policy": policy.pk, "officers": len(rows)},
    )
    record_many([_told(row, season) for row in rows if row.level != row.before])
    if policy.expire_after is not None:
        expire_before(closing=closing, seasons=policy.expire_after)
    return True


def _levels(season: Season, policy: Policy) -> list[SeasonLevel]:
    """Of all who earned something in the season or held a level before it."""
    before = held_levels(season)
    points = dict(SeasonTotal.objects.filter(season=season).values_list("officer_id", "points"))
    steps = policy.level_steps
    return [
        SeasonLevel(
            season=season,
            officer_id=officer,
            policy=policy,
            points=points.get(officer, 0),
            before=before.get(officer, 0),
            level=level(points.get(officer, 0), steps, min(before.get(officer, 0), len(steps))),
        )
        for officer in sorted(points.keys() | before.keys())
    ]


def held_levels(season: Season) -> dict[int, int]:
    """The levels above none that officers hold when the season begins, by officer."""
    rows = (
        SeasonLevel.objects.filter(season__starts_on__lt=season.starts_on)
        .order_by("officer_id", "-season__starts_on")
        .distinct("officer_id")
        .values_list("officer_id", "level")
    )
    return {officer: number for officer, number in rows if number}


def _told(row: SeasonLevel, season: Season) -> Activity:
    number = max(row.level, row.before)
    names = row.policy.levels[row.level - 1][:2] if row.level else ["", ""]
    return Activity(
        key=f"mileage.level:{row.officer_id}:{season.code}",
        verb="mileage.level",
        object_type=object_type_of(row),
        object_id=row.pk,
        occurred_at=clock.now(),
        data={
            "officer": row.officer_id,
            "season": season.code,
            "level": row.level,
            "before": row.before,
            "rose": row.level == number,
            "name_ko": names[0],
            "name_en": names[1],
            "points": row.points,
        },
    )
