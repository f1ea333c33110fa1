"""What tests of mileage say: who published what, when, and what the ledger holds then."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Sum

from accounts.models import Office, Officer
from core.models import Activity
from core.services.record import record
from knowledge.models import Item
from mileage.models import Account, Entry, Policy, Rule
from tests.cast import office, officer, published

SEOUL = ZoneInfo("Asia/Seoul")


def at(text: str) -> datetime:
    """A moment in Seoul, e.g. ``2026-03-02 10:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


def house() -> Office:
    """The one office of these tests."""
    return Office.objects.filter(code="ICN").first() or office("ICN")


def person(name: str) -> Officer:
    """An officer of that name."""
    return Officer.objects.filter(username=name).first() or officer(name, at=house())


def item_published(
    *writers: Officer, when: datetime, title: str = "보세운송 신고", item: Item | None = None
) -> Activity:
    """The activity that an item by these writers was published."""
    if item is None:
        item = published(writers[0], title=title)
    number = Activity.objects.filter(verb="item.published").count()
    return told(
        "item.published",
        item,
        key=f"item.published:{item.pk}:{number}",
        when=when,
        actor=writers[0],
        writers=[writer.pk for writer in writers],
    )


def round_decided(
    *writers: Officer,
    item: Item,
    number: int,
    when: datetime,
    decision: str = "superior",
    root: int | None = None,
) -> Activity:
    """The activity that a round of an item by these writers was decided.

    ``root`` is the first round of its chain of appeals, itself if none.
    """
    return made(
        "round.decided",
        "evaluation.round",
        number,
        when=when,
        item=item.pk,
        decision=decision,
        root=root or number,
        score=8.1,
        writers=[writer.pk for writer in writers],
        provisional=False,
    )


def evaluation_submitted(
    evaluator: Officer, *, item: Item, number: int, when: datetime, on_time: bool = True
) -> Activity:
    """The activity that an evaluator submitted, in time or late."""
    return made(
        "evaluation.submitted",
        "evaluation.assignment",
        number,
        when=when,
        item=item.pk,
        round=1,
        evaluator=evaluator.pk,
        on_time=on_time,
    )


def told(verb: str, obj: Any, *, key: str, when: datetime, actor: Any = None, **data: Any) -> Any:
    """An activity of that moment, as a service would record it."""
    with transaction.atomic():
        return record(verb=verb, obj=obj, key=key, actor=actor, data=data, occurred_at=when)


def made(verb: str, object_type: str, object_id: int, *, when: datetime, **data: Any) -> Activity:
    """An activity about an object of another room, which tests of this one do not build."""
    from core.services.record import record_many

    with transaction.atomic():
        activity = Activity(
            key=f"{verb}:{object_id}",
            verb=verb,
            object_type=object_type,
            object_id=object_id,
            data=data,
            occurred_at=when,
        )
        return record_many([activity])[0]


def balance(who: Officer, kind: str = Account.Kind.OFFICER) -> int:
    """What the officer's accounts of a kind hold, by their balances."""
    total = Account.objects.filter(officer=who, kind=kind).aggregate(sum=Sum("balance__amount"))
    return total["sum"] or 0


def held(who: Officer) -> int:
    """What is held for the officer."""
    return balance(who, Account.Kind.PENDING)


def legs(entry: Entry) -> dict[str, int]:
    """What the entry moved, by kind of account."""
    return {leg.account.kind: leg.amount for leg in entry.legs.select_related("account")}


def policy(day: str, **amounts: int | dict[str, Any]) -> Policy:
    """A policy that decides from ``day`` on, with the points of each event or a rule's fields."""
    number = Policy.objects.filter(code="test").count() + 1
    made = Policy.objects.create(
        code="test", version=number, effective_from=day, is_delivered=True, levels=[["가", "A", 5]]
    )
    for event, wanted in amounts.items():
        fields = wanted if isinstance(wanted, dict) else {"amount": wanted}
        Rule.objects.create(
            policy=made, event=event, text_ko=f"{event} 규칙", text_en=f"{event} rule", **fields
        )
    return made


def rows() -> list[tuple[Any, ...]]:
    """The whole ledger, without what depends on the moment or on numbers of rows."""
    return [
        (
            entry.key,
            entry.event,
            entry.officer_id,
            entry.rule_id,
            entry.reason,
            entry.occurred_at,
            entry.activity_id,
            sorted(
                (leg.account.kind, leg.account.officer_id, leg.account.season.code, leg.amount)
                for leg in entry.legs.all()
            ),
        )
        for entry in Entry.objects.order_by("key").prefetch_related("legs__account__season")
    ]
