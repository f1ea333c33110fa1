"""What a season would have been under another policy: nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Officer
from mileage.events import PAID, PROTECTED, Reason
from mileage.formulas import grant, share_of
from mileage.models import Entry, Policy, Rule, Season
from mileage.postings import POSTING, postings_of

BATCH = 2000
# What the ledger found out by itself when it posted, whatever the amounts of the policy.
KEPT = (
    Reason.DUPLICATE,
    Reason.LEFT,
    Reason.SELF,
    Reason.CONFLICT,
    Reason.NOT_ELIGIBLE,
    Reason.LATE,
)


class Outcome(NamedTuple):
    """Points as they are and as they would be."""

    now: int
    then: int

    @property
    def change(self) -> int:
        """What the draft adds (below zero: takes)."""
        return self.then - self.now


@dataclass(frozen=True, slots=True)
class DryRun:
    """A season under a draft, by officer (the greatest change first) and by event."""

    policy: Policy
    season: Season
    officers: list[tuple[Officer, Outcome]]
    events: list[tuple[str, Outcome]]

    @property
    def winners(self) -> list[tuple[Officer, Outcome]]:
        """Who would have more, the most first."""
        return [row for row in self.officers if row[1].change > 0]

    @property
    def losers(self) -> list[tuple[Officer, Outcome]]:
        """Who would have less, the most first."""
        return [row for row in reversed(self.officers) if row[1].change < 0]

    @property
    def total(self) -> Outcome:
        """All points of the season."""
        outcomes = [outcome for _event, outcome in self.events]
        return Outcome(sum(one.now for one in outcomes), sum(one.then for one in outcomes))


@dataclass(slots=True)
class _Caps:
    """The uses of the draft's caps, in memory."""

    used: defaultdict[tuple[int, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def give(self, officer: int, rule: Rule, part: int, day: str, season: str) -> int:
        """What the caps leave of the part; counts it."""
        windows = (officer, rule.event, day), (officer, rule.event, season)
        paid = grant(
            part,
            cap_day=rule.cap_day,
            used_day=self.used[windows[0]],
            cap_season=rule.cap_season,
            used_season=self.used[windows[1]],
        )
        for window in windows:
            self.used[window] += paid
        return paid


def dry_run(*, policy: Policy, season: Season) -> DryRun:
    """Compare what stands in the ledger for the season with what the draft would have given.

    Each event counts as the ledger took it: in its order, with its writers and refusals; what
    was taken back since counts in neither. Points for reports are in no officer's line. Reads one
    pass over the season's entries.
    """
    rules = {rule.event: rule for rule in policy.rules.all()}
    caps = _Caps()
    officers: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    events: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for entry, now in _entries(season):
        day = timezone.localdate(entry.occurred_at)
        then = 0
        rule = rules.get(entry.event)
        if rule is not None and entry.reason not in KEPT:
            among = _among(entry) if rule.share == Rule.Share.SPLIT else ()
            part = share_of(rule.amount, entry.officer_id, among)
            # A use of a cap is not given back by a reversal: it is counted all the same.
            then = caps.give(entry.officer_id, rule, part, day.isoformat(), season.code)
        if hasattr(entry, "reversal"):
            continue
        # Who reports is protected: reports count in the sums of events alone.
        counted = [events[entry.event]]
        if entry.event not in PROTECTED:
            counted.append(officers[entry.officer_id])
        for sums in counted:
            sums[0] += now
            sums[1] += then
    people = Officer.objects.select_related("office").in_bulk(officers)
    rows = [(people[pk], Outcome(*sums)) for pk, sums in officers.items()]
    rows.sort(key=lambda row: (-row[1].change, row[0].pk))
    return DryRun(policy, season, rows, [(e, Outcome(*events[e])) for e in PAID if e in events])


def _entries(season: Season) -> Iterator[tuple[Entry, int]]:
    """The season's entries that a rule pays or might pay, as posted, with their points."""
    first, end = _midnight(season.starts_on), _midnight(season.ends_on + timedelta(days=1))
    rows = (
        Entry.objects.filter(event__in=PAID, occurred_at__gte=first, occurred_at__lt=end)
        .annotate(
            amount=Coalesce(Sum("legs__amount", filter=Q(legs__account__officer__isnull=False)), 0)
        )
        .select_related("activity", "reversal")
        .order_by("pk")
    )
    for entry in rows.iterator(BATCH):
        yield entry, entry.amount


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _among(entry: Entry) -> tuple[int, ...]:
    """The officers who divide the amount, by the activity that the entry came from."""
    activity = entry.activity
    if activity is None or activity.verb not in POSTING:
        return ()
    mine = (wish for wish in postings_of(activity) if wish.officer_id == entry.officer_id)
    return next((wish.among for wish in mine if wish.event == entry.event), ())
