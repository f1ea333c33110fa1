"""What pages read of the ledger: one officer's own, and what administrators are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import Officer
from knowledge.models import Item
from mileage.events import Event
from mileage.models import (
    Account,
    Adjustment,
    AdjustmentLine,
    Balance,
    Entry,
    Policy,
    ProofRun,
    Rule,
)
from mileage.services.vest import held

OWN = (Account.Kind.OFFICER, Account.Kind.PENDING)


def moves_of(officer: Officer) -> Iterable[tuple[int, datetime, str, bool | None, int]]:
    """(entry, occurred at, event, outside levels, points) of the officer, oldest first.

    The end of a hold moves nothing here: held points count from the start.
    """
    amount = Sum("legs__amount", filter=Q(legs__account__officer=officer))
    return (
        Entry.objects.filter(officer=officer)
        .exclude(event=Event.VEST)
        .annotate(amount=Coalesce(amount, 0))
        .order_by("pk")
        .values_list("pk", "occurred_at", "event", "rule__exempt", "amount")
    )


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
