"""Redeeming: points for a reward, paid when it is asked for, given back if nothing comes of it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import Officer
from core import clock
from core.models import Activity
from core.services.record import record
from knowledge.services.errors import Refused
from mileage.events import Event, Reason
from mileage.formulas import paid_from
from mileage.locks import lock_balances, lock_entries, lock_reward
from mileage.models import Account, Entry, Leg, Redemption, Reward, Season
from mileage.services.book import Draft, Place, accounts_at, write
from mileage.services.reverse import reverse

# Why the points of a request that ended in such a state are back.
REASONS = {
    Redemption.State.REFUSED: Reason.REFUSED,
    Redemption.State.CANCELLED: Reason.CANCELLED,
    Redemption.State.REVERSED: Reason.RETURNED,
}


@transaction.atomic
def redeem(*, reward: Reward, by: Officer, points: int, token: UUID) -> Redemption:
    """Ask for a reward and pay for it, from the oldest season's account on.

    ``points`` is the price that the officer saw, ``token`` that of the form: a form that comes
    twice asks once. Records ``mileage.redeemed``. Raises Refused for a reward that is not in the
    catalogue, has another price or is out of stock, and where there are not enough points.
    """
    wanted = lock_reward(reward.pk)
    old = Redemption.objects.filter(token=token, officer=by).first()
    if old is not None:
        return old
    if not by.is_active or not wanted.is_active:
        raise Refused(_("This reward is not in the catalogue now. Choose another one."))
    if wanted.points != points:
        raise Refused(_("The points for it have changed. Look at it again, then decide."))
    if wanted.stock == 0:
        raise Refused(_("None of it is left. Choose another reward, or come back later."))
    lines = _lines(by, wanted.points)
    redemption = Redemption.objects.create(
        reward=wanted, officer=by, points=wanted.points, token=token
    )
    Reward.objects.filter(pk=wanted.pk, stock__isnull=False).update(stock=F("stock") - 1)
    activity = record(
        verb="mileage.redeemed",
        obj=redemption,
        actor=by,
        key=f"mileage.redeemed:{redemption.pk}",
        data={
            "officer": by.pk,
            "reward": wanted.pk,
            "points": wanted.points,
            "lines": [{"season": code, "amount": amount} for code, amount in lines],
        },
    )
    post_redemption(activity)
    return redemption


def _lines(officer: Officer, points: int) -> list[tuple[str, int]]:
    """(season, points) that pay, the oldest first; holds the balances. Raises Refused."""
    seasons = list(
        Season.objects.filter(account__officer=officer, account__kind=Account.Kind.OFFICER)
        .order_by("starts_on")
        .distinct()
    )
    own = [Place(season.pk, Account.Kind.OFFICER, officer.pk) for season in seasons]
    pots = [Place(season.pk, Account.Kind.REDEEMED) for season in seasons]
    accounts = accounts_at([*own, *pots])
    left = lock_balances(accounts.values())
    purses = [left[accounts[place]] for place in own]
    missing = points - sum(purses)
    if missing > 0:
        text = ngettext_lazy(
            "You need %(count)d more point for it.",
            "You need %(count)d more points for it.",
            "count",
        )
        raise Refused(text % {"count": missing})
    parts = paid_from(points, purses)
    return [(s.code, part) for s, part in zip(seasons, parts, strict=True) if part]


@transaction.atomic
def post_redemption(activity: Activity) -> list[Entry]:
    """What pays for a reward, an entry a season, from the activity alone: a replay has no more."""
    data = activity.data
    codes = [line["season"] for line in data["lines"]]
    seasons = dict(Season.objects.filter(code__in=codes).values_list("code", "pk"))
    drafts = []
    for line in data["lines"]:
        season, amount = seasons[line["season"]], line["amount"]
        entry = Entry(
            key=f"redeem:{activity.object_id}:{line['season']}",
            event=Event.REDEEM,
            activity=activity,
            officer_id=data["officer"],
            actor_id=activity.actor_id,
            occurred_at=activity.occurred_at,
            posted_at=clock.now(),
        )
        own = Place(season, Account.Kind.OFFICER, data["officer"])
        pot = Place(season, Account.Kind.REDEEMED)
        drafts.append(Draft(entry, ((own, -amount), (pot, amount))))
    return write(drafts)


@transaction.atomic
def give_back(activity: Activity) -> list[Entry]:
    """Take back what paid for a request that came to nothing, exactly; nothing for others.

    From the activity ``redemption.decided`` alone.
    """
    reason = REASONS.get(activity.data["state"])
    if reason is None:
        return []
    paid = Entry.objects.filter(
        activity__key=f"mileage.redeemed:{activity.object_id}", event=Event.REDEEM
    )
    entries = lock_entries(paid.values_list("pk", flat=True))
    # All of them at once, in their order: each reversal alone would go back to lower ones.
    lock_balances(Leg.objects.filter(entry__in=entries).values_list("account_id", flat=True))
    return [reverse(entry=entry, reason=reason, activity=activity) for entry in entries]
