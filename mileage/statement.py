"""The statement of one officer: every line, what it was for, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Officer
from core import clock
from knowledge.models import Item
from mileage.catalogue import rewards_of
from mileage.events import Event
from mileage.formulas import season_bounds, season_code
from mileage.models import Entry, Reward, Rule, SeasonLevel
from mileage.models.season import season_name
from mileage.postings import EARNED
from mileage.queries import (
    details_of,
    held_of,
    levels_of,
    moves_of,
    rules_of_day,
    visible_items,
)

MONTHS = 12
# What is spent was earned all the same.
SPENT = (Event.REDEEM, Event.EXPIRE)


@dataclass(frozen=True, slots=True)
class Move:
    """What one entry did to an officer's points, held ones included; ``total`` is after it.

    ``counts``: for the level of ``counted_in``, the season of the account that it moved. What is
    taken back later goes from there, although it happens in another season.
    """

    pk: int
    day: date
    event: str
    amount: int
    counts: bool
    counted_in: str
    total: int

    @property
    def season(self) -> str:
        """The code of the season in which it happened."""
        return season_code(self.day)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the statement. ``item`` is None where there is none or it may not be read."""

    move: Move
    entry: Entry
    item: Item | None
    held_until: date | None
    reward: Reward | None = None

    @property
    def what(self) -> str:
        """What it was for, in words."""
        origin = self.entry.reverses
        if self.reward is not None:
            text = _("Points for %(reward)s, back") if origin else _("Redeemed for %(reward)s")
            return text % {"reward": self.reward.name}
        if self.entry.event == Event.REVERSAL and origin is not None:
            return _("Taken back: %(what)s") % {"what": origin.get_event_display()}
        return str(self.entry.get_event_display())

    @property
    def item_title(self) -> str:
        """The item's title, or why there is none."""
        if self.item is not None:
            return self.item.title or _("Untitled")
        return _("An item that you cannot read now") if self.entry.item_id else ""

    @property
    def rule_text(self) -> str:
        """The wording of the rule."""
        return self.entry.rule.text if self.entry.rule else ""

    @property
    def policy(self) -> str:
        """The policy and version that the rule is of."""
        rule = self.entry.rule
        if rule is None:
            return ""
        names = {"policy": rule.policy.code, "version": rule.policy.version}
        return _("Policy %(policy)s, version %(version)s") % names

    @property
    def notes(self) -> list[str]:
        """Whatever else explains the line: reason, hold, reversal."""
        entry = self.entry
        notes = [str(entry.get_reason_display())] if entry.reason else []
        if entry.note:
            notes.append(entry.note)
        if entry.event == Event.REDEEM:
            text = _("The oldest points pay first: these are of %(season)s.")
            notes.append(text % {"season": season_name(entry.key.rsplit(":", 1)[-1])})
        if entry.is_short:
            notes.append(_("The balance fell below zero."))
        reversal, vesting = getattr(entry, "reversal", None), getattr(entry, "vesting", None)
        if reversal is not None and entry.event == Event.REDEEM:
            notes.append(_("Given back on %(day)s.") % {"day": _day(reversal)})
        elif reversal is not None:
            notes.append(_("Taken back on %(day)s.") % {"day": _day(reversal)})
        elif vesting is not None:
            notes.append(_("Usable since %(day)s.") % {"day": _day(vesting)})
        elif self.held_until is not None and self.held_until <= clock.today():
            notes.append(_("Still held, until what it is for has been looked at."))
        elif self.held_until is not None:
            notes.append(_("Held until %(day)s.") % {"day": f"{self.held_until:%Y.%m.%d}"})
        return notes


def _day(entry: Entry) -> str:
    return f"{timezone.localtime(entry.occurred_at):%Y.%m.%d}"


class Statement:
    """All moves of an officer, the newest first (1 query); the rest is read when asked for."""

    def __init__(self, officer: Officer) -> None:
        self.officer = officer
        total = 0
        moves = []
        for row in moves_of(officer):
            total += row.amount
            day = timezone.localdate(row.occurred_at)
            counts = not row.exempt and (row.origin or row.event) not in SPENT
            season = row.season or season_code(day)
            moves.append(Move(row.pk, day, row.event, row.amount, counts, season, total))
        self.moves = moves[::-1]

    def chosen(self, *, season: str = "", event: str = "") -> list[Move]:
        """The moves of a season and of one event, where given."""
        return [
            move for move in self.moves if season in ("", move.season) and event in ("", move.event)
        ]

    def lines(self, moves: Sequence[Move]) -> list[Line]:
        """These moves with all that explains them (2 queries)."""
        entries = details_of(self.officer, [move.pk for move in moves])
        items = visible_items(self.officer, {entry.item_id for entry in entries.values()})
        rewards = rewards_of(entries.values())
        return [
            Line(
                move,
                entries[move.pk],
                items.get(entries[move.pk].item_id or 0),
                held_until(entries[move.pk]),
                rewards.get(move.pk),
            )
            for move in moves
        ]

    def seasons(self) -> list[tuple[str, str]]:
        """(code, name) of the seasons in which something happened, the latest first."""
        codes = sorted({move.season for move in self.moves}, reverse=True)
        return [(code, season_name(code)) for code in codes]

    def events(self) -> list[tuple[str, Any]]:
        """(code, name) of what happened at all."""
        seen = {move.event for move in self.moves}
        return [(event.value, event.label) for event in Event if event.value in seen]

    def months(self) -> list[tuple[str, int]]:
        """(month, points) of the last twelve months, this one last."""
        sums: dict[tuple[int, int], int] = {}
        for move in self.moves:
            month = move.day.year, move.day.month
            sums[month] = sums.get(month, 0) + move.amount
        return [
            (f"{year % 100:02d}.{month:02d}", sums.get((year, month), 0))
            for year, month in last_months(clock.today())
        ]

    def of_season(self, code: str) -> int:
        """The points of a season that count for its level."""
        return sum(move.amount for move in self.moves if move.counted_in == code and move.counts)

    def course(self, code: str) -> list[int]:
        """The season's points that count, after each week of it up to today."""
        first, last = season_bounds(clock.today())
        sums = [0] * ((min(clock.today(), last) - first).days // 7 + 1)
        for move in self.moves:
            if move.counted_in == code and move.counts:
                week = (move.day - first).days // 7
                sums[min(max(week, 0), len(sums) - 1)] += move.amount
        return list(accumulate(sums))


def held_until(entry: Entry) -> date | None:
    """The day on which the entry's hold ends; None where nothing was held."""
    if entry.rule is None or not entry.rule.hold_days or entry.is_zero or entry.reverses_id:
        return None
    return timezone.localdate(entry.occurred_at) + timedelta(days=entry.rule.hold_days)


def last_months(day: date) -> list[tuple[int, int]]:
    """(year, month) of the twelve months that end with the day's."""
    last = day.year * 12 + day.month - 1
    return [(number // 12, number % 12 + 1) for number in range(last - MONTHS + 1, last + 1)]


@dataclass(frozen=True, slots=True)
class Held:
    """Points that become usable on a day."""

    day: date
    amount: int


def holds_of(officer: Officer) -> list[Held]:
    """What is held, by the day on which it ends (1 query)."""
    days: dict[date, int] = {}
    for occurred_at, hold_days, amount in held_of(officer):
        day = timezone.localdate(occurred_at) + timedelta(days=hold_days)
        days[day] = days.get(day, 0) + amount
    return [Held(day, days[day]) for day in sorted(days)]


@dataclass(frozen=True, slots=True)
class Step:
    """A level: its name, where it begins, and whether the points of this season reach it."""

    name: str
    points: int
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The level that an officer holds, and where this season's points stand among the levels.

    ``level`` was decided when the last season closed; ``next_level`` is the next that this
    season's points can reach, ``missing`` what it takes. ``course`` are the points week by week.
    """

    code: str
    season: str
    points: int
    level: str
    since: str
    next_level: str
    missing: int
    steps: list[Step]
    course: list[int]
    past: list[SeasonLevel]
    rules: list[Rule]


def standing_of(statement: Statement) -> Standing:
    """The officer's level, this season's points, and the rules of today (2 queries)."""
    today = clock.today()
    code = season_code(today)
    points = statement.of_season(code)
    rules = rules_of_day(today)
    policy = rules[0].policy if rules else None
    names, steps = (policy.level_names, policy.level_steps) if policy else ([], [])
    reached = sum(points >= step for step in steps)
    ahead = reached < len(steps)
    past = levels_of(statement.officer)
    return Standing(
        code=code,
        season=season_name(code),
        points=points,
        level=past[0].name if past else "",
        since=season_name(past[0].season.code) if past else "",
        next_level=names[reached] if ahead else "",
        missing=steps[reached] - points if ahead else 0,
        steps=[Step(n, step, points >= step) for n, step in zip(names, steps, strict=True)],
        course=statement.course(code),
        past=past,
        rules=[rule for rule in rules if rule.event in EARNED],
    )


def in_chunks(moves: Sequence[Move], size: int = 500) -> Iterable[Sequence[Move]]:
    """Some at a time, for a download."""
    for start in range(0, len(moves), size):
        yield moves[start : start + size]
