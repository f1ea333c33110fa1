"""Points of old seasons that nobody used, where the policy lets them expire."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import clock
from core.models import Activity
from core.services.record import record
from mileage.events import Event
from mileage.locks import lock_balances
from mileage.models import Account, Balance, Entry, Season, SeasonClosing
from mileage.services.book import Draft, Place, write


@transaction.atomic
def expire_before(*, closing: SeasonClosing, seasons: int) -> list[Entry]:
    """Let what is unused of the ``seasons``-th season before the one that closes, and older, go.

    The decision is an activity, so that a replay needs no more than the log.
    """
    older = Season.objects.filter(starts_on__lt=closing.season.starts_on).order_by("-starts_on")
    gone = list(older.values_list("pk", flat=True))[seasons - 1 :]
    wanted = Balance.objects.filter(
        account__kind=Account.Kind.OFFICER,
        account__season_id__in=gone,
        account__officer__is_active=True,
        amount__gt=0,
    ).values_list("pk", flat=True)
    # Spent since we looked, or not: the lock decides.
    left = {pk: amount for pk, amount in lock_balances(wanted).items() if amount > 0}
    accounts = Account.objects.filter(pk__in=left).select_related("season").order_by("pk")
    lines = [
        {
            "key": f"expire:{account.pk}:{closing.season.code}",
            "officer": account.officer_id,
            "season": account.season.code,
            "amount": left[account.pk],
        }
        for account in accounts
    ]
    if not lines:
        return []
    activity = record(
        verb="mileage.expired",
        obj=closing.season,
        key=f"mileage.expired:{closing.season.code}",
        data={"season": closing.season.code, "lines": lines},
    )
    return post_expiry(activity)


@transaction.atomic
def post_expiry(activity: Activity) -> list[Entry]:
    """The entries of points that expired, from the activity alone."""
    lines: list[dict[str, Any]] = activity.data["lines"]
    codes = {line["season"] for line in lines}
    seasons = dict(Season.objects.filter(code__in=codes).values_list("code", "pk"))
    drafts = []
    for line in lines:
        season = seasons[line["season"]]
        entry = Entry(
            key=line["key"],
            event=Event.EXPIRE,
            activity=activity,
            officer_id=line["officer"],
            occurred_at=activity.occurred_at,
            posted_at=clock.now(),
        )
        own = Place(season, Account.Kind.OFFICER, line["officer"])
        pot = Place(season, Account.Kind.EXPIRED)
        drafts.append(Draft(entry, ((own, -line["amount"]), (pot, line["amount"]))))
    return write(drafts)
