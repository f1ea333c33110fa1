"""What pages read of the ledger: one officer's own, and what administrators are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Officer
from accounts.rights import rights_of
from accounts.roles import is_admin, is_coordinator_of
from core import clock
from knowledge.blind import hidden_writers
from knowledge.models import Item
from mileage.events import Event
from mileage.formulas import season_code
from mileage.models import (
    Account,
    Adjustment,
    AdjustmentLine,
    Balance,
    Entry,
    Policy,
    ProofRun,
    Reuse,
    Rule,
    Season,
    SeasonLevel,
    SeasonTotal,
)
from mileage.services.vest import held

OWN = (Account.Kind.OFFICER, Account.Kind.PENDING)


class MoveRow(NamedTuple):
    """What one entry did to the officer's points. ``season``: of the account; None without legs."""

    pk: int
    occurred_at: datetime
    event: str
    exempt: bool | None
    origin: str | None
    season: str | None
    amount: int


def moves_of(officer: Officer) -> Iterable[MoveRow]:
    """All that happened to the officer's points, oldest first.

    The end of a hold moves nothing here: held points count from the start.
    """
    own = Q(legs__account__officer=officer)
    rows = (
        Entry.objects.filter(officer=officer)
        .exclude(event=Event.VEST)
        .annotate(
            amount=Coalesce(Sum("legs__amount", filter=own), 0),
            account_season=Max("legs__account__season__code", filter=own),
        )
        .order_by("pk")
        .values_list(
            "pk",
            "occurred_at",
            "event",
            "rule__exempt",
            "reverses__event",
            "account_season",
            "amount",
        )
    )
    return (MoveRow(*row) for row in rows)


def levels_of(officer: Officer) -> list[SeasonLevel]:
    """The officer's levels season by season, the latest first."""
    rows = SeasonLevel.objects.filter(officer=officer).select_related("season", "policy")
    return list(rows.order_by("-season__starts_on"))


def place_of(officer: Officer, season: str) -> int:
    """The officer's place on the board of a season; 0 without points (1 query)."""
    ahead = (
        SeasonTotal.objects.filter(
            season=OuterRef("season"), shown__gt=OuterRef("shown"), officer__is_active=True
        )
        .order_by()
        .values("season")
        .annotate(number=Count("pk"))
        .values("number")
    )
    own = SeasonTotal.objects.filter(season__code=season, officer=officer, shown__gt=0)
    found = own.annotate(ahead=Coalesce(Subquery(ahead), 0)).values_list("ahead", flat=True).first()
    return 0 if found is None else found + 1


def details_of(officer: Officer, entry_ids: Iterable[int]) -> dict[int, Entry]:
    """The officer's entries of these ids with all that explains them."""
    rows = Entry.objects.filter(officer=officer, pk__in=list(entry_ids))
    return {
        entry.pk: entry
        for entry in rows.select_related("rule__policy", "vesting", "reversal", "reverses")
    }


def visible_items(officer: Officer, item_ids: Iterable[int | None]) -> dict[int, Item]:
    """Those of the items that the officer may know of."""
    wanted = [pk for pk in item_ids if pk is not None]
    if not wanted:
        return {}
    rows = Item.objects.visible_to(officer).filter(pk__in=wanted)
    return {item.pk: item for item in rows.only("pk", "title", "kind")}


def balances_of(officer: Officer) -> tuple[int, int]:
    """(usable points, held points) of all seasons."""
    rows: Any = (
        Balance.objects.filter(account__officer=officer, account__kind__in=OWN)
        .values_list("account__kind")
        .annotate(total=Sum("amount"))
    )
    totals: dict[str, int] = dict(rows)
    return totals.get(Account.Kind.OFFICER, 0), totals.get(Account.Kind.PENDING, 0)


def held_of(officer: Officer) -> Iterable[tuple[datetime, int, int]]:
    """(occurred at, days held, points) of what is still held."""
    rows: Any = held().filter(officer=officer)
    return rows.values_list("occurred_at", "rule__hold_days", "legs__amount")


def last_proof() -> ProofRun | None:
    """The latest proof of the balances."""
    return ProofRun.objects.order_by("-pk").first()


def adjustments_to_decide(officer: Officer) -> QuerySet[Adjustment]:
    """Tickets that wait for an administrator who neither proposed them nor gains or loses."""
    own = AdjustmentLine.objects.filter(adjustment=OuterRef("pk"), officer=officer)
    return Adjustment.objects.filter(~Exists(own), state=Adjustment.State.PROPOSED).exclude(
        proposed_by=officer
    )


def rules_of_day(day: date) -> list[Rule]:
    """The rules that decide on that day, with their policy."""
    begun = Policy.objects.valid().filter(effective_from__lte=day)
    latest = begun.order_by("-effective_from", "-pk").values("pk")[:1]
    return list(Rule.objects.filter(policy__in=latest).select_related("policy").order_by("pk"))


def find_officer(text: str) -> Officer | None:
    """The officer of that user name or employee number."""
    return Officer.objects.filter(Q(username=text) | Q(employee_number=text)).first()


def latest_seasons(number: int = 6) -> list[Season]:
    """The seasons that have begun, the latest first."""
    return list(Season.objects.filter(starts_on__lte=clock.today())[:number])


def adjustments() -> QuerySet[Adjustment]:
    """All tickets, those that wait first, with the number of their lines and what they move."""
    is_open = Case(When(state=Adjustment.State.PROPOSED, then=0), default=1)
    return (
        Adjustment.objects.select_related("proposed_by", "decided_by")
        .annotate(lines_count=Count("lines"), moved=Sum("lines__amount"))
        .order_by(is_open, "-pk")
    )


def get_adjustment(pk: int) -> Adjustment:
    """One ticket. Raises Http404."""
    rows = Adjustment.objects.select_related("proposed_by", "decided_by")
    return get_object_or_404(rows, pk=pk)


def lines_of(ticket: Adjustment) -> list[tuple[AdjustmentLine, int]]:
    """The lines of a ticket, each with what its account holds now (2 queries)."""
    lines = list(ticket.lines.select_related("officer__office", "season"))
    rows = Balance.objects.filter(
        account__kind=Account.Kind.OFFICER, account__officer__in=[line.officer for line in lines]
    ).values_list("account__officer", "account__season", "amount")
    held_now = {(officer, season): amount for officer, season, amount in rows}
    return [(line, held_now.get((line.officer_id, line.season_id), 0)) for line in lines]


def seasons_with_entries() -> list[Season]:
    """The seasons that have accounts, the latest first."""
    return list(Season.objects.filter(pk__in=Account.objects.values("season")))


def reuse_of(officer: Officer, item: Item) -> Reuse | None:
    """What the officer has told of the item in this half-year."""
    code = season_code(clock.today())
    return Reuse.objects.filter(item=item, officer=officer, season__code=code).first()


def reuses_to_decide(officer: Officer) -> QuerySet[Reuse]:
    """What waits for this coordinator or administrator, the oldest first: nothing of their own."""
    rows = Reuse.objects.filter(state=Reuse.State.TOLD).exclude(officer=officer)
    if not is_admin(officer):
        rows = rows.filter(item__office_id__in=rights_of(officer).charge_ids)
    own = Item.objects.written_by(officer).values("pk")
    return (
        rows.exclude(item_id__in=own)
        .exclude(item_id__in=hidden_writers(officer))
        .select_related("item__office", "officer__office")
        .order_by("told_at", "pk")
    )


def get_reuse(officer: Officer, pk: int) -> Reuse:
    """One that this officer may decide, or that has been decided meanwhile. Raises Http404."""
    reuse = get_object_or_404(Reuse.objects.select_related("item"), pk=pk)
    if not (is_coordinator_of(officer, reuse.item.office_id) or is_admin(officer)):
        raise Http404
    return reuse
