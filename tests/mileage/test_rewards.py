"""Rewards: paid once, never beyond what there is, and given back to the point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from core.models import Activity
from knowledge.services.errors import Refused
from mileage.events import Reason
from mileage.formulas import paid_from
from mileage.models import Entry, Redemption, Reward
from mileage.queries import balances_of
from mileage.services.book import Draft, Place, write
from mileage.services.decide_redemption import (
    approve_redemption,
    cancel_redemption,
    refuse_redemption,
    reverse_redemption,
)
from mileage.services.post import post
from mileage.services.proof import differences
from mileage.services.redeem import redeem
from mileage.services.replay import replay
from mileage.services.reverse import reverse
from mileage.services.seasons import season_at
from tests.cast import office, officer
from tests.mileage.people import at, house, legs, person, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
OLD, NEW = at("2026-03-02 10:00"), at("2026-08-02 10:00")


def reward(points: int = 40, **changes: Any) -> Reward:
    """A book voucher."""
    fields: dict[str, Any] = {
        "name_ko": "도서상품권",
        "name_en": "Book voucher",
        "text_ko": "1만원권",
        "text_en": "10,000 won",
        "points": points,
    }
    return Reward.objects.create(**fields | changes)


def rich(name: str = "kim", *, old: int = 4, new: int = 4) -> Officer:
    """An officer with eight points for each evaluation of the last season and of this one."""
    who = person(name)
    for when, count in ((OLD, old), (NEW, new)):
        for _ in range(count):
            post(key=uuid4().hex, event="evaluation", officer=who, occurred_at=when)
    return who


def ask(wanted: Reward, who: Officer, token: UUID | None = None) -> Redemption:
    """The officer asks for the reward, at its price."""
    return redeem(reward=wanted, by=who, points=wanted.points, token=token or uuid4())


def boss() -> Officer:
    """The coordinator of everybody's office."""
    who = person("boss")
    grant_role(officer=who, role=roles.COORDINATOR, office=house())
    return who


def entries(redemption: Redemption) -> list[Entry]:
    """What paid for it."""
    found = Entry.objects.filter(event="redeem", key__startswith=f"redeem:{redemption.pk}:")
    return list(found.order_by("pk"))


def whole() -> None:
    """What holds at the end of every transaction."""
    connection.check_constraints()
    assert differences() == []
    assert replay().lines == []


@given(purses=st.lists(st.integers(-50, 200), max_size=6), points=st.integers(1, 400))
def test_purses_pay_in_their_order_and_never_more_than_they_hold(
    purses: list[int], points: int
) -> None:
    if points > sum(purses):
        with pytest.raises(ValueError, match="less"):
            paid_from(points, purses)
        return
    parts = paid_from(points, purses)
    assert sum(parts) == points
    assert all(0 <= part <= max(0, purse) for part, purse in zip(parts, purses, strict=True))
    paying = [number for number, part in enumerate(parts) if part]
    assert all(parts[n] == max(0, purses[n]) for n in range(paying[-1]))


def test_the_oldest_season_pays_first_and_the_record_says_so() -> None:
    kim = rich()
    redemption = ask(reward(40), kim)
    first, second = entries(redemption)
    assert first.key == f"redeem:{redemption.pk}:2026H1"
    assert legs(first) == {"officer": -32, "redeemed": 32}
    assert legs(second) == {"officer": -8, "redeemed": 8}
    assert balances_of(kim) == (24, 0)
    assert (redemption.state, redemption.points) == ("requested", 40)
    activity = Activity.objects.get(verb="mileage.redeemed")
    assert (activity.data["officer"], activity.actor_id) == (kim.pk, kim.pk)
    whole()


def test_a_season_below_zero_is_not_free_in_the_others() -> None:
    kim = rich(old=1, new=4)
    paid = Entry.objects.filter(occurred_at=OLD).get()
    ask(reward(8), kim)
    connection.check_constraints()
    reverse(entry=paid, reason=Reason.MISTAKE)
    assert balances_of(kim) == (24, 0)
    with pytest.raises(Refused, match="1 more point "):
        ask(reward(25), kim)
    ask(reward(24), kim)
    assert balances_of(kim) == (0, 0)
    connection.check_constraints()
    assert differences() == []


def test_too_few_points_cost_nothing_and_leave_nothing() -> None:
    kim = rich(old=0, new=2)
    wanted = reward(20, stock=3)
    with pytest.raises(Refused, match="4 more points"):
        ask(wanted, kim)
    wanted.refresh_from_db()
    assert (wanted.stock, balances_of(kim)[0]) == (3, 16)
    assert not Redemption.objects.exists()


def test_held_points_do_not_pay() -> None:
    kim = person("kim")
    post(key="held", event="publish", officer=kim, occurred_at=NEW)
    assert balances_of(kim) == (0, 5)
    with pytest.raises(Refused, match="5 more points"):
        ask(reward(5), kim)


def test_a_form_that_comes_twice_asks_once() -> None:
    kim, wanted, token = rich(), reward(8), uuid4()
    assert ask(wanted, kim, token) == ask(wanted, kim, token)
    assert balances_of(kim) == (56, 0)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"is_active": False}, "not in the catalogue"),
        ({"stock": 0}, "None of it is left"),
        ({"points": 9}, "points for it have changed"),
    ],
)
def test_what_has_changed_since_the_page_was_read_is_said(
    changes: dict[str, Any], says: str
) -> None:
    kim, wanted = rich(), reward(8)
    Reward.objects.filter(pk=wanted.pk).update(**changes)
    with pytest.raises(Refused, match=says):
        ask(wanted, kim)
    assert balances_of(kim) == (64, 0)


def cancelled(redemption: Redemption) -> Redemption:
    return cancel_redemption(redemption=redemption, by=redemption.officer)


def refused(redemption: Redemption) -> Redemption:
    return refuse_redemption(redemption=redemption, by=boss(), reason="Not this year.")


def reversed_(redemption: Redemption) -> Redemption:
    approve_redemption(redemption=redemption, by=boss())
    return reverse_redemption(redemption=redemption, by=boss(), reason="The course fell out.")


@pytest.mark.parametrize(
    ("end", "state", "reason"),
    [
        (cancelled, "cancelled", Reason.CANCELLED),
        (refused, "refused", Reason.REFUSED),
        (reversed_, "reversed", Reason.RETURNED),
    ],
)
def test_what_comes_to_nothing_gives_back_points_and_piece_exactly(
    end: Callable[[Redemption], Redemption], state: str, reason: str
) -> None:
    kim, wanted = rich(), reward(40, stock=2)
    before = balances_of(kim)
    redemption = ask(wanted, kim)
    wanted.refresh_from_db()
    assert wanted.stock == 1
    assert end(redemption).state == state
    wanted.refresh_from_db()
    assert (wanted.stock, balances_of(kim)) == (2, before)
    backs = [entry.reversal for entry in entries(redemption)]
    assert [legs(back) for back in backs] == [
        {"officer": 32, "redeemed": -32},
        {"officer": 8, "redeemed": -8},
    ]
    assert {back.reason for back in backs} == {reason}
    data = Activity.objects.filter(verb="redemption.decided").latest("pk").data
    assert (data["officer"], data["state"]) == (kim.pk, state)
    whole()
    before_replay = rows()
    assert replay().lines == []
    assert rows() == before_replay


def test_what_was_approved_stays_paid() -> None:
    kim = rich()
    redemption = approve_redemption(redemption=ask(reward(40), kim), by=boss())
    assert (redemption.state, redemption.decided_by) == ("approved", boss())
    assert balances_of(kim) == (24, 0)
    with pytest.raises(Refused, match="decided in the meantime"):
        cancelled(redemption)
    with pytest.raises(Refused, match="decided in the meantime"):
        refused(redemption)
    whole()


def test_who_decides() -> None:
    kim, elsewhere = rich(), office("PUS")
    leader, stranger = officer("leader", at=house()), officer("stranger", at=elsewhere)
    far_leader, admin = officer("far", at=elsewhere), officer("admin", at=elsewhere)
    for one in (leader, far_leader):
        grant_role(officer=one, role=roles.LEADER)
    grant_role(officer=stranger, role=roles.COORDINATOR, office=elsewhere)
    grant_role(officer=admin, role=roles.ADMIN)
    for one in (stranger, far_leader, person("lee")):
        with pytest.raises(Refused, match="coordinators and leaders"):
            approve_redemption(redemption=ask(reward(8), kim), by=one)
    for one in (boss(), leader, admin):
        approve_redemption(redemption=ask(reward(8), kim), by=one)


def test_nobody_decides_their_own_request_whatever_their_roles() -> None:
    kim = rich()
    grant_role(officer=kim, role=roles.ADMIN)
    grant_role(officer=kim, role=roles.COORDINATOR, office=house())
    with pytest.raises(Refused, match="their own request"):
        approve_redemption(redemption=ask(reward(8), kim), by=kim)
    with pytest.raises(Refused, match="Only the officer"):
        cancel_redemption(redemption=ask(reward(8), kim), by=boss())


def test_a_refusal_says_why() -> None:
    kim = rich()
    with pytest.raises(Refused, match="Say why"):
        refuse_redemption(redemption=ask(reward(8), kim), by=boss(), reason="  ")


# What the database itself refuses.


def change(redemption: Redemption, **fields: Any) -> None:
    with transaction.atomic():
        Redemption.objects.filter(pk=redemption.pk).update(**fields)
        connection.check_constraints()


def test_a_request_goes_one_way_only() -> None:
    kim = rich()
    by = {"decided_by": boss(), "decided_at": clock.now(), "reason": "x"}
    redemption = ask(reward(8), kim)
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="does not go from requested to reversed"):
        change(redemption, state="reversed", **by)
    with pytest.raises(DatabaseError, match="as it was requested"):
        change(redemption, points=1)
    refused(redemption)
    with pytest.raises(DatabaseError, match="does not go from refused to approved"):
        change(redemption, state="approved", **by)
    with pytest.raises(DatabaseError, match="is not deleted"), transaction.atomic():
        redemption.delete()


def test_a_refusal_without_its_points_is_refused() -> None:
    redemption = ask(reward(8), rich())
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="is refused, and 0 points went back"):
        change(redemption, state="refused", decided_by=boss(), decided_at=clock.now(), reason="x")


def test_nobody_decides_their_own_whoever_writes_it() -> None:
    redemption = ask(reward(8), rich())
    with pytest.raises(IntegrityError, match="mileage_redemption_by_others"):
        change(redemption, state="approved", decided_by=redemption.officer, decided_at=clock.now())


def test_a_request_without_its_payment_is_refused() -> None:
    Redemption.objects.create(reward=reward(8), officer=rich(), points=8)
    with pytest.raises(DatabaseError, match="costs 8 points, and 0 were paid"):
        connection.check_constraints()


def redeemed_by_hand(key: str, who: Officer, points: int) -> None:
    """An entry past the services, to the end of its transaction."""
    season = season_at(NEW).pk
    entry = Entry(key=key, event="redeem", officer=who, occurred_at=NEW)
    with transaction.atomic():
        own, pot = Place(season, "officer", who.pk), Place(season, "redeemed")
        write([Draft(entry, ((own, -points), (pot, points)))])
        connection.check_constraints()


def test_no_redemption_takes_more_than_there_is() -> None:
    kim = rich(old=0, new=1)
    redemption = ask(reward(8), kim)
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="takes more than there is"):
        redeemed_by_hand(f"redeem:{redemption.pk}:again", kim, 1)


def test_nothing_is_redeemed_that_nobody_asked_for() -> None:
    kim = rich()
    with pytest.raises(DatabaseError, match="redeems nothing that was asked for"):
        redeemed_by_hand("redeem:999:2026H2", kim, 1)


def test_points_come_back_with_the_request_only() -> None:
    redemption = ask(reward(8), rich())
    connection.check_constraints()
    reverse(entry=entries(redemption)[0], reason=Reason.MISTAKE)
    with pytest.raises(DatabaseError, match="stands while its redemption does"):
        connection.check_constraints()


def test_stock_does_not_fall_below_zero() -> None:
    wanted = reward(8, stock=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reward.objects.filter(pk=wanted.pk).update(stock=-1)
