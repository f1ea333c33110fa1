"""The end of a hold, and what happens to the points when the work goes first."""

from __future__ import annotations

import pytest

from accounts.models import Officer
from core import clock
from core.models import Activity
from core.services.deliver import deliver
from knowledge.models import Item
from knowledge.services.errors import Refused
from mileage.events import Reason
from mileage.models import CapUse, Entry
from mileage.services.post import post
from mileage.services.proof import differences
from mileage.services.reverse import reverse
from mileage.services.vest import vest_due, vest_some
from tests.mileage.people import at, balance, held, item_published, legs, person, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
MORNING = at("2026-03-02 10:00")
EVENING_BEFORE = at("2026-03-08 23:59")
DAY = at("2026-03-09 00:00")


@pytest.fixture
def kim() -> Officer:
    return person("kim")


@pytest.fixture
def entry(kim: Officer) -> Entry:
    deliver(item_published(kim, when=MORNING).pk)
    return Entry.objects.get()


def status(entry: Entry, text: str) -> None:
    Item.objects.filter(pk__in=[entry.item_id]).update(status=text)


def retire(entry: Entry, by: Officer, when: str = "2026-03-04 09:00") -> Activity:
    item = entry.item
    assert item is not None
    activity: Activity = told(
        "item.retired",
        item,
        key=f"item.retired:{item.pk}",
        when=at(when),
        actor=by,
        reason="mistake",
    )
    deliver(activity.pk)
    return activity


def test_the_hold_ends_on_its_day_and_not_before(kim: Officer, entry: Entry) -> None:
    with clock.at(EVENING_BEFORE):
        assert vest_due() == 0
    with clock.at(DAY):
        assert vest_due() == 1
        assert vest_due() == 0
    assert (held(kim), balance(kim)) == (0, 5)
    end = Entry.objects.get(vests=entry)
    assert (end.key, legs(end)) == (f"vest:{entry.key}", {"pending": -5, "officer": 5})
    activity = Activity.objects.get(verb="mileage.vested")
    assert activity.data == {"entries": [entry.key]}
    assert end.activity == activity


def test_a_hold_that_another_worker_has_just_ended_is_left_alone(entry: Entry) -> None:
    # Both had looked before either wrote.
    with clock.at(DAY):
        assert vest_some([entry.pk]) == 1
        assert vest_some([entry.pk]) == 0


def test_a_hold_does_not_end_while_the_item_is_hidden(kim: Officer, entry: Entry) -> None:
    status(entry, "hidden")
    with clock.at(at("2026-05-01 09:00")):
        assert vest_due() == 0
    assert held(kim) == 5
    status(entry, "published")
    with clock.at(at("2026-05-02 09:00")):
        assert vest_due() == 1
    assert balance(kim) == 5


def test_what_its_writer_takes_back_in_the_hold_is_not_paid(kim: Officer, entry: Entry) -> None:
    activity = retire(entry, by=kim)
    reversal = Entry.objects.get(reverses=entry)
    assert (reversal.key, reversal.reason) == (f"reversal:{entry.key}", Reason.WITHDRAWN)
    assert (reversal.activity, reversal.is_short) == (activity, False)
    assert legs(reversal) == {"issuance": 5, "pending": -5}
    with clock.at(DAY):
        assert vest_due() == 0
    assert (held(kim), balance(kim)) == (0, 0)


def test_a_withdrawal_costs_every_writer_the_held_part(kim: Officer) -> None:
    lee = person("lee")
    deliver(item_published(kim, lee, when=MORNING).pk)
    retire(Entry.objects.earliest("pk"), by=lee)
    assert (held(kim), held(lee)) == (0, 0)


def test_an_item_that_somebody_else_retires_stays_paid(kim: Officer, entry: Entry) -> None:
    retire(entry, by=person("coordinator"))
    assert held(kim) == 5


def test_what_is_taken_back_after_the_hold_stays_paid(kim: Officer, entry: Entry) -> None:
    with clock.at(DAY):
        vest_due()
    retire(entry, by=kim, when="2026-03-10 09:00")
    assert balance(kim) == 5


def test_a_draft_that_is_gone_leaves_its_line(kim: Officer) -> None:
    entry = post(
        key="publish:404:1", event="publish", officer=kim, occurred_at=MORNING, item_id=10**9
    )
    entry.refresh_from_db()
    assert held(kim) == 5
    assert entry.item_id == 10**9


def test_a_reversal_after_the_hold_undoes_both(kim: Officer, entry: Entry) -> None:
    with clock.at(DAY):
        vest_due()
    admin = person("admin")
    reversal = reverse(entry=entry, reason=Reason.MISTAKE, by=admin, note="twice")
    assert (reversal.reverses, reversal.actor, reversal.note) == (entry, admin, "twice")
    assert (held(kim), balance(kim)) == (0, 0)
    assert not reversal.is_short
    assert differences() == []


def test_reversing_twice_gives_the_first_reversal(kim: Officer, entry: Entry) -> None:
    first = reverse(entry=entry, reason=Reason.MISTAKE)
    assert reverse(entry=entry, reason=Reason.MISTAKE) == first
    assert Entry.objects.count() == 2
    assert Activity.objects.filter(verb="mileage.reversed").count() == 1


def test_a_reversal_gives_no_cap_back(kim: Officer, entry: Entry) -> None:
    reverse(entry=entry, reason=Reason.MISTAKE)
    assert set(CapUse.objects.values_list("used", flat=True)) == {5}
    for _ in range(3):
        deliver(item_published(kim, when=MORNING).pk)
    assert held(kim) == 10


def test_a_reversal_may_leave_less_than_nothing_and_says_so(kim: Officer) -> None:
    from mileage.services.book import Draft, Place, write
    from mileage.services.seasons import season_at

    paid = post(key="k", event="evaluation", officer=kim, occurred_at=MORNING)
    season = season_at(MORNING).pk
    spent = Entry(key="spent", event="contest", officer=kim, occurred_at=MORNING)
    write([Draft(spent, ((Place(season, "officer", kim.pk), -6), (Place(season, "redeemed"), 6)))])
    reversal = reverse(entry=paid, reason=Reason.ANNULLED)
    assert reversal.is_short
    assert balance(kim) == -6


def test_what_gave_nothing_or_takes_back_cannot_be_taken_back(kim: Officer, entry: Entry) -> None:
    zero = post(key="z", event="publish", officer=kim, occurred_at=MORNING, refused="late")
    with pytest.raises(Refused, match="gave nothing"):
        reverse(entry=zero, reason=Reason.MISTAKE)
    with clock.at(DAY):
        vest_due()
    with pytest.raises(Refused, match="whose hold"):
        reverse(entry=Entry.objects.get(vests=entry), reason=Reason.MISTAKE)
    reversal = reverse(entry=entry, reason=Reason.MISTAKE)
    with pytest.raises(Refused, match="already"):
        reverse(entry=reversal, reason=Reason.MISTAKE)
