"""Posting: what the rule of the day makes of an event, once for each key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Officer
from core import clock
from core.models import Activity
from mileage.events import Reason
from mileage.formulas import grant, season_code, share_of
from mileage.locks import Use, Window, lock_cap_uses
from mileage.models import Account, Entry, Rule
from mileage.postings import Posting
from mileage.services.book import Draft, Place, write
from mileage.services.policies import rulebook
from mileage.services.seasons import seasons_of


def post(
    *,
    key: str,
    event: str,
    officer: Officer,
    occurred_at: datetime,
    activity: Activity | None = None,
    actor: Officer | None = None,
    item_id: int | None = None,
    among: Iterable[Officer] = (),
    refused: str = "",
) -> Entry:
    """Pay the officer what the rule in force at ``occurred_at`` says, or write down why not.

    A key that has been posted returns its entry and changes nothing. ``among``: the writers who
    divide the amount, the officer included. ``refused`` (a Reason): pay nothing, for that reason.
    """
    wish = Posting(
        key=key,
        event=event,
        officer_id=officer.pk,
        occurred_at=occurred_at,
        activity_id=activity.pk if activity else None,
        actor_id=actor.pk if actor else None,
        item_id=item_id,
        among=tuple(sorted(one.pk for one in among)),
        refused=refused,
    )
    try:
        return post_many([wish])[key]
    except IntegrityError:
        # Entries without a rule have no lock to meet at: there the unique key decides.
        entry = Entry.objects.filter(key=key).first()
        if entry is None:
            raise
        return entry


@transaction.atomic
def post_many(wishes: Sequence[Posting]) -> dict[str, Entry]:
    """Post in this order, with the result that posting one by one has; the entries by key."""
    first: dict[str, Posting] = {}
    for wish in wishes:
        first.setdefault(wish.key, wish)
    known = _known(first)
    plans = _plan([wish for wish in first.values() if wish.key not in known])
    if not plans:
        return known
    uses = lock_cap_uses(window for plan in plans for window in plan.windows)
    if uses:
        # Whoever held the locks may have posted the same.
        known |= _known(plan.wish.key for plan in plans)
        plans = [plan for plan in plans if plan.wish.key not in known]
    seasons = {code: s.pk for code, s in seasons_of(plan.day for plan in plans).items()}
    drafts = [_settle(plan, uses, seasons) for plan in plans]
    _save_uses([uses[window] for plan in plans for window in plan.windows])
    return known | {entry.key: entry for entry in write(drafts)}


@dataclass(frozen=True, slots=True)
class _Plan:
    """A wish, the day on which it counts, the rule of that day and the officer's part."""

    wish: Posting
    day: date
    rule: Rule | None
    part: int
    refused: str

    @property
    def windows(self) -> tuple[Window, ...]:
        """The day's use of the cap, then the season's; nothing where nothing can be paid."""
        if self.rule is None or self.refused:
            return ()
        officer, rule = self.wish.officer_id, self.rule.pk
        return (officer, rule, self.day.isoformat()), (officer, rule, season_code(self.day))


def _known(keys: Iterable[str]) -> dict[str, Entry]:
    return {entry.key: entry for entry in Entry.objects.filter(key__in=list(keys))}


def _plan(wishes: list[Posting]) -> list[_Plan]:
    if not wishes:
        return []
    book = rulebook()
    plans = []
    for wish in wishes:
        day = timezone.localdate(wish.occurred_at)
        rule = book.find(wish.event, day)
        part, refused = 0, wish.refused
        if rule is None:
            refused = refused or Reason.NO_RULE
        else:
            among = wish.among if rule.share == Rule.Share.SPLIT else ()
            part = share_of(rule.amount, wish.officer_id, among)
            if part == 0:
                refused = refused or Reason.SHARE
        plans.append(_Plan(wish, day, rule, part, refused))
    return plans


def _settle(plan: _Plan, uses: dict[Window, Use], seasons: dict[str, int]) -> Draft:
    """The entry of a plan; raises the uses in memory, which the next plan of the batch sees."""
    paid, reason = 0, plan.refused
    windows = plan.windows
    if plan.rule is not None and windows:
        day, season = (uses[window] for window in windows)
        paid = grant(
            plan.part,
            cap_day=plan.rule.cap_day,
            used_day=day.used,
            cap_season=plan.rule.cap_season,
            used_season=season.used,
        )
        day.used += paid
        season.used += paid
        if paid == 0:
            reason = Reason.CAPPED
        elif paid < plan.part:
            reason = Reason.CAPPED_IN_PART
    wish = plan.wish
    entry = Entry(
        key=wish.key,
        event=wish.event,
        activity_id=wish.activity_id,
        officer_id=wish.officer_id,
        actor_id=wish.actor_id,
        item_id=wish.item_id,
        occurred_at=wish.occurred_at,
        posted_at=clock.now(),
        rule=plan.rule,
        reason=reason,
    )
    if plan.rule is None or paid == 0:
        return Draft(entry)
    held = Account.Kind.PENDING if plan.rule.hold_days else Account.Kind.OFFICER
    season_id = seasons[season_code(plan.day)]
    return Draft(
        entry,
        (
            (Place(season_id, Account.Kind.ISSUANCE), -paid),
            (Place(season_id, held, wish.officer_id), paid),
        ),
    )


def _save_uses(uses: list[Use]) -> None:
    if not uses:
        return
    rows = {use.pk: use.used for use in uses}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mileage_capuse SET used = new.used"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS new(id, used)"
            " WHERE mileage_capuse.id = new.id",
            [list(rows), list(rows.values())],
        )
