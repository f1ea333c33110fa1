"""Mending points by hand: two administrators, neither of whom gains by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core.models import Activity
from core.services.deliver import deliver
from knowledge.services.errors import Refused
from mileage.models import Adjustment, AdjustmentLine, Entry
from mileage.services.book import Draft, Place, write
from mileage.services.decide_adjustment import approve_adjustment, reject_adjustment
from mileage.services.proof import differences
from mileage.services.propose_adjustment import Line, propose_adjustment, propose_merge
from mileage.services.replay import replay
from mileage.services.reverse import reverse
from mileage.services.seasons import season_at
from tests.cast import published
from tests.mileage.people import (
    at,
    balance,
    evaluation_submitted,
    held,
    item_published,
    legs,
    person,
)
from tests.threads import at_once, raised

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
MORNING = at("2026-03-02 10:00")


def admin(name: str) -> Officer:
    who = person(name)
    grant_role(officer=who, role=roles.ADMIN)
    return Officer.objects.get(pk=who.pk)


def ticket(by: Officer, *lines: tuple[Officer, int], reason: str = "Paid twice.") -> Adjustment:
    season = season_at(MORNING)
    return propose_adjustment(
        by=by, reason=reason, lines=[Line(who, season, points) for who, points in lines]
    )


def test_a_ticket_moves_points_when_a_second_administrator_approves_it() -> None:
    kim, lee, one, other = person("kim"), person("lee"), admin("one"), admin("other")
    proposed = ticket(one, (kim, 12), (lee, -5))
    assert (balance(kim), balance(lee)) == (0, 0)
    approve_adjustment(adjustment=proposed, by=other)
    assert (balance(kim), balance(lee)) == (12, -5)
    first, second = Entry.objects.order_by("pk")
    assert (first.key, second.key) == (f"adjust:{proposed.pk}:1", f"adjust:{proposed.pk}:2")
    assert (first.note, first.actor, legs(first)) == (
        "Paid twice.",
        other,
        {"officer": 12, "adjust": -12},
    )
    assert (first.is_short, second.is_short) == (False, True)
    assert Activity.objects.filter(verb="mileage.adjusted").count() == 1
    assert differences() == []
    assert replay().lines == []


def test_a_rejected_ticket_moves_nothing() -> None:
    kim, one, other = person("kim"), admin("one"), admin("other")
    proposed = ticket(one, (kim, 12))
    reject_adjustment(adjustment=proposed, by=other)
    assert balance(kim) == 0
    with pytest.raises(Refused, match="decided already"):
        approve_adjustment(adjustment=proposed, by=admin("third"))


def test_nobody_is_both_administrators_or_gains_by_it() -> None:
    kim, one, other = person("kim"), admin("one"), admin("other")
    with pytest.raises(Refused, match="their own points"):
        ticket(one, (one, 5))
    proposed = ticket(one, (kim, 5), (other, 5))
    with pytest.raises(Refused, match="proposed it yourself"):
        approve_adjustment(adjustment=proposed, by=one)
    with pytest.raises(Refused, match="their own points"):
        approve_adjustment(adjustment=proposed, by=other)
    with pytest.raises(Refused, match="Only administrators"):
        approve_adjustment(adjustment=proposed, by=kim)
    with pytest.raises(Refused, match="Only administrators"):
        ticket(kim, (one, 5))
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("reason", "points", "words"), [(" ", 5, "reason"), ("x", 0, "no points")])
def test_a_ticket_says_why_and_moves_something(reason: str, points: int, words: str) -> None:
    with pytest.raises(Refused, match=words):
        ticket(admin("one"), (person("kim"), points), reason=reason)
    with pytest.raises(Refused, match="no line"):
        ticket(admin("one"))


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_approve_at_once_post_once() -> None:
    kim = person("kim")
    proposed = ticket(admin("one"), (kim, 12))
    others = [admin("other"), admin("third"), admin("fourth")]
    results = at_once(
        *[lambda by=by: approve_adjustment(adjustment=proposed, by=by) for by in others]
    )
    assert len(raised(results, Refused)) == 2
    assert balance(kim) == 12


def decide(number: int, **fields: Any) -> None:
    """Past the services."""
    Adjustment.objects.filter(pk=number).update(**fields)


def test_the_database_holds_the_two_administrators() -> None:
    kim, one, other = person("kim"), admin("one"), admin("other")
    proposed = ticket(one, (kim, 5), (other, 5))
    yes: dict[str, Any] = {"state": "approved", "decided_at": MORNING}
    with pytest.raises(IntegrityError, match="mileage_adjust_by_two"), transaction.atomic():
        decide(proposed.pk, **yes, decided_by=one)
    with pytest.raises(IntegrityError, match="mileage_adjust_decided"), transaction.atomic():
        decide(proposed.pk, state="approved")
    with pytest.raises(DatabaseError, match="their own points"), transaction.atomic():
        decide(proposed.pk, **yes, decided_by=other)
    with pytest.raises(DatabaseError, match="as it was proposed"), transaction.atomic():
        decide(proposed.pk, reason="other")
    with pytest.raises(DatabaseError, match="is not deleted"), transaction.atomic():
        Adjustment.objects.filter(pk=proposed.pk)._raw_delete("default")  # type: ignore[attr-defined]
    approve_adjustment(adjustment=proposed, by=admin("third"))
    with pytest.raises(DatabaseError, match="has been decided"), transaction.atomic():
        decide(proposed.pk, state="rejected")
    with pytest.raises(DatabaseError, match="takes no more lines"), transaction.atomic():
        AdjustmentLine.objects.create(
            adjustment=proposed, number=9, officer=kim, season=season_at(MORNING), amount=99
        )


@pytest.mark.parametrize(("points", "approved"), [(5, False), (6, True)])
def test_the_database_takes_no_points_that_two_have_not_agreed_on(
    points: int, approved: bool
) -> None:
    kim, season = person("kim"), season_at(MORNING)
    proposed = ticket(admin("one"), (kim, 5), (kim, 1))
    if approved:
        decide(proposed.pk, state="approved", decided_at=MORNING, decided_by=admin("other"))
    by_hand = Entry(key=f"adjust:{proposed.pk}:1", event="adjust", officer=kim, occurred_at=MORNING)
    moves = (Place(season.pk, "officer", kim.pk), points), (Place(season.pk, "adjust"), -points)
    with pytest.raises(DatabaseError, match="no line of an approved"), transaction.atomic():
        to_the_end(Draft(by_hand, moves))


def to_the_end(draft: Draft) -> None:
    """Write it to the end of its transaction."""
    write([draft])
    connection.check_constraints()


def test_two_accounts_of_one_person_are_joined() -> None:
    old, new, one, other = person("old"), person("new"), admin("one"), admin("other")
    item = published(old)
    for number, moment in enumerate([at("2025-09-01 10:00"), MORNING]):
        deliver(evaluation_submitted(old, item=item, number=number, when=moment).pk)
    deliver(item_published(old, item=item, when=MORNING).pk)
    kept = Entry.objects.get(event="publish")
    with pytest.raises(Refused, match="Close the old account"):
        propose_merge(old=old, new=new, by=one)
    Officer.objects.filter(pk=old.pk).update(is_active=False)
    old.refresh_from_db()
    with pytest.raises(Refused, match="still held"):
        propose_merge(old=old, new=new, by=one)
    reverse(entry=kept, reason="withdrawn")
    proposed = propose_merge(old=old, new=new, by=one)
    assert balance(new) == 0
    approve_adjustment(adjustment=proposed, by=other)
    assert (balance(old), held(old), balance(new)) == (0, 0, 16)
    codes = Entry.objects.filter(officer=new).values_list("legs__account__season__code", flat=True)
    assert set(codes) == {"2025H2", "2026H1"}
    # What was earned stays told where it was earned.
    assert Entry.objects.filter(officer=old, event="evaluation").count() == 2
    assert differences() == []
    assert replay().lines == []
    with pytest.raises(Refused, match="no points"):
        propose_merge(old=old, new=new, by=one)
