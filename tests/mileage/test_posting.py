"""What an event is worth: caps, holds, shares, zero entries, the rule of the day."""

from __future__ import annotations

import pytest

from core import clock
from core.services.deliver import deliver
from mileage.events import Reason
from mileage.models import CapUse, Entry
from mileage.services.post import post
from tests.mileage.people import (
    at,
    balance,
    evaluation_submitted,
    held,
    item_published,
    legs,
    person,
    policy,
    round_decided,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
MORNING = at("2026-03-02 10:00")


def test_a_published_item_pays_its_author_after_a_hold() -> None:
    kim = person("kim")
    deliver(item_published(kim, when=MORNING).pk)
    entry = Entry.objects.get()
    assert entry.key == f"publish:{entry.item_id}:{kim.pk}"
    assert legs(entry) == {"issuance": -5, "pending": 5}
    assert (held(kim), balance(kim)) == (5, 0)
    assert entry.occurred_at == MORNING


def test_publishing_the_same_item_again_pays_nothing_more() -> None:
    kim = person("kim")
    first = item_published(kim, when=MORNING)
    deliver(first.pk)
    item = Entry.objects.get().item
    deliver(item_published(kim, when=at("2026-03-03 10:00"), item=item).pk)
    assert Entry.objects.count() == 1
    assert held(kim) == 5


def test_three_items_a_day_are_paid_and_the_fourth_says_why_not() -> None:
    kim = person("kim")
    for hour in range(4):
        deliver(item_published(kim, when=at(f"2026-03-02 1{hour}:00")).pk)
    assert held(kim) == 15
    last = Entry.objects.latest("pk")
    assert (last.reason, last.leg_count) == (Reason.CAPPED, 0)
    deliver(item_published(kim, when=at("2026-03-03 00:00")).pk)
    assert held(kim) == 20


def test_the_day_of_a_cap_is_that_of_seoul() -> None:
    policy("2026-01-01", publish={"amount": 5, "cap_day": 5, "cap_season": 50})
    kim = person("kim")
    for moment in ("2026-03-01 23:59", "2026-03-02 00:00", "2026-03-02 23:59"):
        deliver(item_published(kim, when=at(moment)).pk)
    assert list(Entry.objects.order_by("pk").values_list("reason", flat=True)) == [
        "",
        "",
        Reason.CAPPED,
    ]
    assert balance(kim) == 10
    assert set(CapUse.objects.values_list("window", "used")) == {
        ("2026-03-01", 5),
        ("2026-03-02", 5),
        ("2026H1", 10),
    }


def test_a_cap_reached_half_way_through_an_amount_gives_the_rest() -> None:
    policy("2026-01-01", publish={"amount": 5, "cap_season": 7})
    kim = person("kim")
    for day in (2, 3, 4):
        deliver(item_published(kim, when=at(f"2026-03-0{day} 10:00")).pk)
    entries = list(Entry.objects.order_by("pk"))
    assert [legs(entry).get("officer", 0) for entry in entries] == [5, 2, 0]
    assert [entry.reason for entry in entries] == ["", Reason.CAPPED_IN_PART, Reason.CAPPED]
    assert balance(kim) == 7


def test_the_day_and_the_season_both_bound_an_amount() -> None:
    policy("2026-01-01", publish={"amount": 5, "cap_day": 8, "cap_season": 9})
    kim = person("kim")
    for moment in ("2026-03-02 10:00", "2026-03-02 11:00", "2026-03-03 10:00"):
        deliver(item_published(kim, when=at(moment)).pk)
    paid = [legs(entry).get("officer", 0) for entry in Entry.objects.order_by("pk")]
    assert paid == [5, 3, 1]


def test_a_cap_is_each_officers_own() -> None:
    kim, lee = person("kim"), person("lee")
    for _ in range(4):
        deliver(item_published(kim, when=MORNING).pk)
    deliver(item_published(lee, when=MORNING).pk)
    assert held(lee) == 5


def test_writers_divide_an_amount_and_lose_none_of_it() -> None:
    writers = [person(name) for name in ("kim", "lee", "park")]
    deliver(item_published(*reversed(writers), when=MORNING).pk)
    assert [held(writer) for writer in writers] == [2, 2, 1]


def test_a_rule_may_pay_every_writer_in_full() -> None:
    policy("2026-01-01", publish={"amount": 5, "share": "each"})
    kim, lee = person("kim"), person("lee")
    deliver(item_published(kim, lee, when=MORNING).pk)
    assert (balance(kim), balance(lee)) == (5, 5)


def test_more_writers_than_points_leave_the_last_with_a_reason() -> None:
    policy("2026-01-01", publish=2)
    writers = [person(name) for name in ("kim", "lee", "park")]
    deliver(item_published(*writers, when=MORNING).pk)
    assert [balance(writer) for writer in writers] == [1, 1, 0]
    assert Entry.objects.get(officer=writers[2]).reason == Reason.SHARE


def test_a_superior_item_pays_its_writers_at_once() -> None:
    kim, lee = person("kim"), person("lee")
    published = item_published(kim, lee, when=MORNING)
    deliver(published.pk)
    item = Entry.objects.earliest("pk").item
    assert item is not None
    deliver(round_decided(kim, lee, item=item, number=9, when=MORNING).pk)
    assert (balance(kim), balance(lee)) == (50, 50)
    assert Entry.objects.filter(key=f"superior:9:{kim.pk}").exists()


@pytest.mark.parametrize("decision", ["standard", "improve"])
def test_other_decisions_pay_nothing(decision: str) -> None:
    kim = person("kim")
    published = item_published(kim, when=MORNING)
    deliver(published.pk)
    item = Entry.objects.get().item
    assert item is not None
    deliver(round_decided(kim, item=item, number=9, when=MORNING, decision=decision).pk)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(("on_time", "points", "reason"), [(True, 8, ""), (False, 0, "late")])
def test_an_evaluation_is_paid_if_it_is_on_time(on_time: bool, points: int, reason: str) -> None:
    kim, choi = person("kim"), person("choi")
    deliver(item_published(kim, when=MORNING).pk)
    item = Entry.objects.get().item
    assert item is not None
    deliver(evaluation_submitted(choi, item=item, number=4, when=MORNING, on_time=on_time).pk)
    entry = Entry.objects.get(key="evaluation:4")
    assert (balance(choi), entry.reason, entry.is_zero) == (points, reason, not on_time)
    assert entry.rule is not None


def test_the_rule_in_force_when_it_happened_decides_at_midnight_of_seoul() -> None:
    policy("2026-01-01", publish=5)
    policy("2026-03-02", publish=7)
    kim = person("kim")
    # The last moment before midnight is delivered long after the change.
    with clock.at(at("2026-04-01 09:00")):
        deliver(item_published(kim, when=at("2026-03-02 00:00")).pk)
        deliver(item_published(kim, when=at("2026-03-01 23:59")).pk)
    paid = [legs(entry)["officer"] for entry in Entry.objects.order_by("pk")]
    assert paid == [7, 5]


def test_an_event_that_the_policy_no_longer_pays_says_so() -> None:
    policy("2026-01-01", publish=5)
    policy("2026-03-01", superior=100)
    kim = person("kim")
    deliver(item_published(kim, when=MORNING).pk)
    entry = Entry.objects.get()
    assert (entry.reason, entry.rule, entry.is_zero) == (Reason.NO_RULE, None, True)


def test_a_draft_decides_nothing() -> None:
    from mileage.models import Policy, Rule

    policy("2026-01-01", publish=5)
    draft = Policy.objects.create(code="draft", version=1, effective_from="2026-02-01")
    Rule.objects.create(policy=draft, event="publish", amount=50, text_ko="가", text_en="a")
    kim = person("kim")
    deliver(item_published(kim, when=MORNING).pk)
    assert balance(kim) == 5


def test_an_event_older_than_the_season_counts_where_it_happened() -> None:
    policy("2026-01-01", publish={"amount": 5, "cap_season": 50})
    kim = person("kim")
    with clock.at(at("2026-07-03 09:00")):
        deliver(item_published(kim, when=at("2026-06-30 23:50")).pk)
    entry = Entry.objects.get()
    assert {leg.account.season.code for leg in entry.legs.all()} == {"2026H1"}
    assert CapUse.objects.filter(window="2026H1", used=5).exists()
    assert not CapUse.objects.filter(window="2026H2").exists()
    assert entry.posted_at == at("2026-07-03 09:00")


@pytest.mark.parametrize("reason", [Reason.SELF, Reason.CONFLICT, Reason.NOT_ELIGIBLE])
def test_a_refused_posting_is_an_entry_too_and_uses_no_cap(reason: Reason) -> None:
    kim = person("kim")
    entry = post(key="k", event="publish", officer=kim, occurred_at=MORNING, refused=reason)
    assert (entry.reason, entry.leg_count, entry.legs.count()) == (reason, 0, 0)
    assert not CapUse.objects.exists()


def test_posting_a_key_again_returns_the_old_entry() -> None:
    kim = person("kim")
    first = post(key="k", event="evaluation", officer=kim, occurred_at=MORNING)
    assert post(key="k", event="evaluation", officer=kim, occurred_at=MORNING) == first
    assert balance(kim) == 8
