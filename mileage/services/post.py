"""Posting: what the rule of the day makes of an event, once for each key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction

from accounts.models import Officer
from core import clock
from core.models import Activity
from mileage.events import Reason
from mileage.formulas import grant, season_code, seoul_day, share_of
from mileage.locks import Use, Window, lock_cap_uses, lock_posting
from mileage.models import Account, Entry, Rule
from mileage.postings import Posting
from mileage.services.book import Place, Row, accounts_at, write_rows
from mileage.services.past import frozen_among, mind_the_past
from mileage.services.policies import Rulebook, rulebook
from mileage.services.seasons import seasons_of

ISSUANCE, PENDING, OFFICER = (
    kind.value for kind in (Account.Kind.ISSUANCE, Account.Kind.PENDING, Account.Kind.OFFICER)
)


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
    post_many([wish])
    return Entry.objects.get(key=key)


def post_many(wishes: Sequence[Posting]) -> None:
    """Post in this order, with the result that posting one by one has.

    Two who post the same meet at the uses of caps, or, where nothing is capped, at what is unique:
    the second then looks again and finds what the first has posted.
    """
    tried: list[Posting] = []
    while wanted := _unposted(wishes):
        try:
            with transaction.atomic():
                _post(wanted)
            return
        except IntegrityError:
            if wanted == tried:
                raise
            tried = wanted


def _unposted(wishes: Sequence[Posting]) -> list[Posting]:
    """What is still to be posted, in the light of what has been; each key once."""
    first: dict[str, Posting] = {}
    for wish in mind_the_past(wishes):
        first.setdefault(wish.key, wish)
    known = _known(first)
    return [wish for wish in first.values() if wish.key not in known]


def _post(wishes: list[Posting]) -> None:
    """Post what was not known a moment ago."""
    # Whether an account is frozen stays as it is read until the entries are written, so that
    # their numbers tell a replay which came first.
    lock_posting()
    book = rulebook()
    frozen = frozen_among(wish.officer_id for wish in wishes)
    plans = [_plan(wish, book, frozen) for wish in wishes]
    uses = lock_cap_uses(window for plan in plans for window in plan.windows)
    if uses:
        # Whoever held the locks may have posted the same.
        known = _known([wish.key for wish in wishes])
        plans = [plan for plan in plans if plan.wish.key not in known]
    grants = [_grant(plan, uses) for plan in plans]
    _save_uses([uses[window] for plan in plans for window in plan.windows])
    seasons = {code: s.pk for code, s in seasons_of({plan.day for plan in plans}).items()}
    places = [_places(plan, seasons) for plan in plans]
    ids = accounts_at(
        place for pair, (paid, _) in zip(places, grants, strict=True) if paid for place in pair
    )
    now = clock.now()
    write_rows(
        [
            (
                _row(plan, reason, now),
                [(ids[source], -paid), (ids[target], paid)] if paid else [],
            )
            for plan, (paid, reason), (source, target) in zip(plans, grants, places, strict=True)
        ]
    )


class _Plan(NamedTuple):
    """A wish, the day on which it counts, the rule of that day and the officer's part."""

    wish: Posting
    day: date
    rule: Rule | None
    part: int
    refused: str

    @property
    def day_window(self) -> Window | None:
        """The use of the day's cap, where there is one and something may be paid."""
        if self.rule is None or self.refused or self.rule.cap_day is None:
            return None
        return self.wish.officer_id, self.rule.pk, self.day.isoformat()

    @property
    def season_window(self) -> Window | None:
        """The same for the season's."""
        if self.rule is None or self.refused or self.rule.cap_season is None:
            return None
        return self.wish.officer_id, self.rule.pk, season_code(self.day)

    @property
    def windows(self) -> list[Window]:
        """Both, as far as there are any."""
        return [window for window in (self.day_window, self.season_window) if window is not None]


def _known(keys: Collection[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM mileage_entry WHERE key = ANY(%s)", [list(keys)])
        return {key for (key,) in cursor.fetchall()}


def _plan(wish: Posting, book: Rulebook, frozen: set[int]) -> _Plan:
    day = seoul_day(wish.occurred_at)
    rule = book.find(wish.event, day)
    refused = wish.refused or (Reason.LEFT if wish.officer_id in frozen else "")
    if rule is None:
        return _Plan(wish, day, None, 0, refused or Reason.NO_RULE)
    among = wish.among if rule.share == Rule.Share.SPLIT else ()
    part = share_of(rule.amount, wish.officer_id, among)
    return _Plan(wish, day, rule, part, refused or ("" if part else Reason.SHARE))


def _grant(plan: _Plan, uses: dict[Window, Use]) -> tuple[int, str]:
    """(points, reason) of a plan; raises the uses in memory, which the batch's next plan sees."""
    if plan.rule is None or plan.refused:
        return 0, plan.refused
    day = uses[plan.day_window] if plan.day_window else None
    season = uses[plan.season_window] if plan.season_window else None
    paid = grant(
        plan.part,
        cap_day=plan.rule.cap_day,
        used_day=day.used if day else 0,
        cap_season=plan.rule.cap_season,
        used_season=season.used if season else 0,
    )
    for use in (day, season):
        if use is not None:
            use.used += paid
    if paid == 0:
        return 0, Reason.CAPPED.value
    return paid, Reason.CAPPED_IN_PART.value if paid < plan.part else ""


def _places(plan: _Plan, seasons: dict[str, int]) -> tuple[Place, Place]:
    """From which account the points of a plan come, and into which they go."""
    season = seasons[season_code(plan.day)]
    kind = PENDING if plan.rule is not None and plan.rule.hold_days else OFFICER
    return Place(season, ISSUANCE), Place(season, kind, plan.wish.officer_id)


def _row(plan: _Plan, reason: str, now: datetime) -> Row:
    wish = plan.wish
    return Row(
        key=wish.key,
        event=wish.event,
        activity_id=wish.activity_id,
        officer_id=wish.officer_id,
        actor_id=wish.actor_id,
        item_id=wish.item_id,
        occurred_at=wish.occurred_at,
        posted_at=now,
        rule_id=plan.rule.pk if plan.rule else None,
        reason=reason,
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
