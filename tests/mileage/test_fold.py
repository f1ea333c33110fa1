"""Many at a time is the same as one by one; and the log alone gives the same ledger."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core import clock
from core.models import Activity, Delivery, Outbox
from core.services.deliver import deliver
from knowledge.models import Item
from mileage.events import Reason
from mileage.models import Balance, CapUse, Entry, Leg
from mileage.services.fold import fold, fold_undelivered
from mileage.services.proof import differences, prove, rebuild_balances
from mileage.services.replay import replay
from mileage.services.reverse import reverse
from mileage.services.vest import vest_due
from tests.mileage.people import at, item_published, person, policy, rows, told
from tests.mileage.year import months

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
NAMES = ("kim", "lee", "park", "choi", "jung", "han")


def log(count: int = 300) -> list[Activity]:
    """A log whose caps are met, under two policies."""
    published = {"amount": 5, "cap_day": 7, "cap_season": 60, "hold_days": 7}
    policy("2025-01-01", publish=published, superior=100, evaluation=8)
    policy("2025-06-28", publish=published | {"amount": 6}, superior=90, evaluation=9)
    return months(count, [person(name) for name in NAMES])


def balances() -> set[tuple[object, ...]]:
    return set(
        Balance.objects.values_list(
            "account__kind", "account__officer", "account__season__code", "amount"
        )
    )


def uses() -> set[tuple[object, ...]]:
    return set(CapUse.objects.values_list("officer", "rule__event", "window", "used"))


class Undo(Exception):
    """Rolls a part of a test back."""


def test_many_at_a_time_is_the_same_as_one_by_one() -> None:
    activities = log()
    try:
        with transaction.atomic():
            for activity in activities:
                fold([activity])
            one_by_one = rows(), balances(), uses()
            raise Undo
    except Undo:
        assert not Entry.objects.exists()
    fold(activities)
    assert (rows(), balances(), uses()) == one_by_one
    reasons = {entry.reason for entry in Entry.objects.all()}
    assert {"", Reason.CAPPED, Reason.CAPPED_IN_PART, Reason.LATE} <= reasons
    assert differences() == []
    connection.check_constraints()


def test_waiting_activities_are_folded_once_and_workers_find_them_done() -> None:
    activities = log(40)
    deliver(activities[0].pk)
    assert fold_undelivered() == 39
    before = rows()
    assert fold_undelivered() == 0
    for activity in activities:
        assert deliver(activity.pk)
    assert rows() == before
    assert Delivery.objects.filter(handler="mileage").count() == 40
    assert not Outbox.objects.exists()


def lived() -> None:
    """A ledger with a past: caps, holds ended, things taken back, some in odd order."""
    activities = log(120)
    # The third comes last, as after a crash: who met the cap first is part of the record.
    late = activities.pop(2)
    for activity in [*activities, late]:
        with clock.at(activity.occurred_at):
            deliver(activity.pk)
    hidden = Entry.objects.filter(event="publish", leg_count=2).latest("pk").item_id
    Item.objects.filter(pk__in=[hidden]).update(status="hidden")
    with clock.at(at("2025-08-01 03:00")):
        assert vest_due() > 5
    Item.objects.filter(pk__in=[hidden]).update(status="published")
    paid = Entry.objects.filter(vesting__isnull=False).earliest("pk")
    reverse(entry=paid, reason=Reason.MISTAKE, by=person("admin"), note="twice")
    kim = person("kim")
    deliver(item_published(kim, when=at("2025-08-02 10:00")).pk)
    held = Entry.objects.filter(event="publish").latest("pk")
    deliver(
        told("item.retired", held.item, key="retired", when=at("2025-08-03 10:00"), actor=kim).pk
    )
    assert Entry.objects.filter(reason=Reason.WITHDRAWN).exists()


def test_a_replay_of_the_log_gives_the_same_ledger_and_leaves_no_trace() -> None:
    lived()
    before = rows(), balances(), uses()
    outcome = replay()
    assert outcome.lines == []
    assert (outcome.different, outcome.entries) == (0, Entry.objects.count())
    assert (rows(), balances(), uses()) == before
    call_command("mileage_replay", "--check")


def test_a_replay_knows_which_of_two_publications_came_first() -> None:
    kim = person("kim")
    earlier = item_published(kim, when=at("2026-03-02 10:00"))
    item = Item.objects.get(pk=earlier.object_id)
    later = item_published(kim, item=item, when=at("2026-03-03 10:00"))
    # A crash kept the first from the ledger until the second had been paid.
    deliver(later.pk)
    deliver(earlier.pk)
    assert Entry.objects.get().activity == later
    assert replay().lines == []


def test_a_replay_knows_that_a_withdrawal_came_too_early_to_undo_anything() -> None:
    kim = person("kim")
    published = item_published(kim, when=at("2026-03-02 10:00"))
    item = Item.objects.get(pk=published.object_id)
    deliver(told("item.retired", item, key="r", when=at("2026-03-03 10:00"), actor=kim).pk)
    deliver(published.pk)
    assert Entry.objects.count() == 1
    assert replay().lines == []


def tamper(table: str, sql: str, *values: int) -> int:
    """Do what the database refuses to everybody but its owner; the number of rows."""
    connection.check_constraints()
    trigger = f"mileage_{table} DISABLE TRIGGER mileage_{table}_append_only"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {trigger}")
        cursor.execute(sql, values)
        rows = cursor.rowcount
        connection.check_constraints()
        cursor.execute(f"ALTER TABLE {trigger.replace('DISABLE', 'ENABLE')}")
    return rows


def test_a_replay_tells_of_a_row_that_the_log_does_not_give() -> None:
    lived()
    first = Leg.objects.earliest("entry_id").entry
    tamper("leg", "UPDATE mileage_leg SET amount = amount * 2 WHERE entry_id = %s", first.pk)
    outcome = replay()
    assert outcome.different == 1
    assert outcome.lines[0].startswith(first.key)
    with pytest.raises(CommandError, match="different: 1"):
        call_command("mileage_replay", "--check")


def test_a_replay_tells_of_an_entry_that_is_missing() -> None:
    lived()
    gone = tamper("entry", "DELETE FROM mileage_entry WHERE reason = 'capped'")
    # Later publications of an item whose first line is gone come out otherwise, too.
    assert replay().different >= gone > 0


def test_the_proof_finds_a_balance_that_is_not_the_sum_of_its_legs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    fold(log(20))
    assert prove() == []
    wrong = Balance.objects.filter(account__kind="officer").earliest("pk")
    Balance.objects.filter(pk=wrong.pk).update(amount=wrong.amount + 1)
    (found,) = prove()
    assert (found.account_id, found.balance, found.legs) == (
        wrong.pk,
        wrong.amount + 1,
        wrong.amount,
    )
    assert "balances of mileage differ" in caplog.text
    activity = Activity.objects.get(verb="mileage.proof_failed")
    assert activity.data["differences"][0]["account_id"] == wrong.pk
    with pytest.raises(CommandError, match="differ: 1"):
        call_command("mileage_prove")
    assert rebuild_balances() == [found]
    assert prove() == []
    call_command("mileage_prove")


def test_the_balances_can_be_built_from_nothing() -> None:
    fold(log(20))
    before = balances()
    Balance.objects.all().delete()
    assert differences()
    call_command("rebuild_balances")
    assert balances() == before
