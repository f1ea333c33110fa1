"""What pages read of rewards and of requests for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, QuerySet, When
from django.shortcuts import get_object_or_404

from accounts.models import Officer
from mileage.approvers import redemptions_of_desk
from mileage.formulas import paid_from
from mileage.models import Account, Balance, Entry, Redemption, Reward
from mileage.models.season import season_name

State = Redemption.State


@dataclass(frozen=True, slots=True)
class Purse:
    """What an officer can use of a season, and after paying for something, what is left."""

    season: str
    points: int
    pays: int = 0

    @property
    def name(self) -> str:
        """The season in words."""
        return season_name(self.season)

    @property
    def left(self) -> int:
        """Points after paying."""
        return self.points - self.pays


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward as one officer sees it, with ``balance`` points to use."""

    reward: Reward
    balance: int

    @property
    def missing(self) -> int:
        """Points that the officer does not have yet."""
        return max(0, self.reward.points - self.balance)

    @property
    def saved(self) -> int:
        """Points that the officer has towards it; never more than it costs."""
        return max(0, min(self.balance, self.reward.points))

    @property
    def is_out(self) -> bool:
        """Whether none is left."""
        return self.reward.stock == 0

    @property
    def is_open(self) -> bool:
        """Whether the officer can ask for it now."""
        return self.reward.is_active and not self.is_out and not self.missing


def purses_of(officer: Officer) -> list[Purse]:
    """The officer's usable points by season, the oldest first (1 query)."""
    rows = (
        Balance.objects.filter(account__officer=officer, account__kind=Account.Kind.OFFICER)
        .order_by("account__season__starts_on")
        .values_list("account__season__code", "amount")
    )
    return [Purse(season, amount) for season, amount in rows]


def usable(purses: Iterable[Purse]) -> int:
    """What they hold together."""
    return sum(purse.points for purse in purses)


def paying(purses: list[Purse], points: int) -> list[Purse]:
    """The purses that would pay so many points, with what each pays; none if they cannot."""
    if points > usable(purses):
        return []
    parts = paid_from(points, [purse.points for purse in purses])
    return [
        Purse(purse.season, purse.points, part)
        for purse, part in zip(purses, parts, strict=True)
        if part
    ]


def offers(balance: int) -> list[Offer]:
    """The catalogue for somebody who has so many points (1 query)."""
    return [Offer(reward, balance) for reward in Reward.objects.filter(is_active=True)]


def get_reward(pk: int) -> Reward:
    """A reward of the catalogue. Raises Http404."""
    return get_object_or_404(Reward, pk=pk, is_active=True)


def redemptions_of(officer: Officer) -> QuerySet[Redemption]:
    """The officer's own requests, the newest first."""
    return Redemption.objects.filter(officer=officer).select_related("reward", "decided_by")


def get_own_redemption(officer: Officer, pk: int) -> Redemption:
    """A request of the officer. Raises Http404."""
    return get_object_or_404(Redemption, pk=pk, officer=officer)


def desk_of(officer: Officer) -> QuerySet[Redemption]:
    """The requests that the officer decides: those that wait first, the longest waiting on top."""
    is_open = Case(When(state=State.REQUESTED, then=0), default=1)
    waiting = Case(When(state=State.REQUESTED, then="pk"))
    return (
        redemptions_of_desk(officer)
        .select_related("reward", "officer__office", "decided_by")
        .order_by(is_open, waiting, "-decided_at", "-pk")
    )


def get_desk_redemption(officer: Officer, pk: int) -> Redemption:
    """A request that the officer decides or could have decided. Raises Http404."""
    rows = redemptions_of_desk(officer).select_related("reward", "officer__office", "decided_by")
    return get_object_or_404(rows, pk=pk)


def payments_of(redemption: Redemption) -> list[Purse]:
    """From which seasons it was paid, the oldest first; ``points`` is not known here."""
    rows = Entry.objects.filter(
        activity__key=f"mileage.redeemed:{redemption.pk}", event="redeem", legs__amount__gt=0
    )
    found = rows.order_by("pk").values_list("legs__account__season__code", "legs__amount")
    return [Purse(season, amount, amount) for season, amount in found]


def rewards_of(entries: Iterable[Entry]) -> dict[int, Reward]:
    """The rewards that these entries paid for or gave points back for, by entry."""
    wanted = {
        entry.pk: number for entry in entries if (number := _redemption_of(entry)) is not None
    }
    if not wanted:
        return {}
    rows = Redemption.objects.select_related("reward").in_bulk(set(wanted.values()))
    return {pk: rows[number].reward for pk, number in wanted.items() if number in rows}


def _redemption_of(entry: Entry) -> int | None:
    """redeem:{redemption}:{season}, also behind ``reversal:``."""
    parts = entry.key.removeprefix("reversal:").split(":")
    return int(parts[1]) if parts[0] == "redeem" else None
