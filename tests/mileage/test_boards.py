"""Boards: who stands where, who is named, and what they do not give away."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import Office, Officer
from accounts.services.roles import grant_role
from core import clock
from mileage.services.choose_naming import choose_naming
from mileage.services.close_season import keep_seasons
from mileage.services.post import post
from tests.cast import office, officer
from tests.mileage.people import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
NOW = at("2026-03-20 09:00")
PAGE = reverse("mileage:boards")


def customs(code: str, parent: Office | None = None) -> Office:
    return office(code, parent=parent)


def earner(name: str, at_office: Office, evaluations: int, *, event: str = "evaluation") -> Officer:
    """Somebody who has been given so many times eight points."""
    who = officer(name, at=at_office)
    for number in range(evaluations):
        post(key=f"{name}:{event}:{number}", event=event, officer=who, occurred_at=NOW)
    return who


def counted() -> None:
    with clock.at(NOW):
        keep_seasons()


def board(reader: Officer, **query: str) -> Any:
    client = Client(headers={"accept-language": "en"})
    client.force_login(reader)
    with clock.at(NOW):
        response = client.get(PAGE, query)
    assert response.status_code == 200
    return response


def lines(reader: Officer, **query: str) -> list[tuple[int, str, float]]:
    return [(row.place, row.name, row.score) for row in board(reader, **query).context["rows"]]


@pytest.fixture
def busan() -> Office:
    return customs("BUS")


def test_officers_stand_by_points_and_equals_share_a_place(busan: Office) -> None:
    kim, lee, park = earner("kim", busan, 2), earner("lee", busan, 3), earner("park", busan, 2)
    counted()
    assert lines(kim) == [(1, "Lee", 24), (2, "Kim", 16), (2, "Park", 16)]
    own = board(park).context["own"]
    assert (own.place, own.of, own.points, own.missing) == (2, 3, 16, 8)
    assert board(lee).context["own"].missing == 0


def test_twenty_are_shown_and_everybody_sees_their_own_place(busan: Office) -> None:
    people = [earner(f"p{n:02}", busan, 25 - n) for n in range(23)]
    newcomer = officer("newcomer", at=busan)
    counted()
    response = board(people[22])
    assert len(response.context["rows"]) == 20
    assert response.context["own"].place == 23
    assert people[22].name not in [row.name for row in response.context["rows"]]
    assert board(newcomer).context["own"].place == 0


def test_who_does_not_want_to_be_named_keeps_the_place(busan: Office) -> None:
    kim, lee = earner("kim", busan, 2), earner("lee", busan, 3)
    counted()
    choose_naming(officer=lee, is_named=False)
    assert lines(kim) == [(2, "Kim", 16)]
    assert "Lee" not in board(kim).content.decode()
    assert lines(lee) == [(1, "Lee", 24), (2, "Kim", 16)]
    choose_naming(officer=lee, is_named=True)
    assert lines(kim)[0][1] == "Lee"


def test_the_choice_is_made_on_the_page(busan: Office) -> None:
    kim = earner("kim", busan, 1)
    counted()
    client = Client()
    client.force_login(kim)
    assert client.post(reverse("mileage:board_choice"), {}).status_code == 302
    assert not board(kim).context["is_named"]
    client.post(reverse("mileage:board_choice"), {"named": "on"})
    assert board(kim).context["is_named"]


def test_those_who_left_are_not_shown_and_take_no_place(busan: Office) -> None:
    kim, gone = earner("kim", busan, 1), earner("gone", busan, 9)
    Officer.objects.filter(pk=gone.pk).update(is_active=False)
    counted()
    assert lines(kim) == [(1, "Kim", 8)]
    # Also where they leave between two counts.
    Officer.objects.filter(pk=gone.pk).update(is_active=True)
    counted()
    Officer.objects.filter(pk=gone.pk).update(is_active=False)
    assert lines(kim) == [(1, "Kim", 8)]


def test_a_report_moves_nobody_on_a_board(busan: Office) -> None:
    kim = earner("kim", busan, 1)
    reporter = earner("reporter", busan, 5, event="report")
    counted()
    assert lines(kim) == [(1, "Kim", 8)]
    assert board(reporter).context["own"].place == 0


def test_offices_stand_by_points_a_head_and_count_all_below_them(busan: Office) -> None:
    below = customs("BUS-1", busan)
    incheon = customs("ICN")
    kim = earner("kim", below, 6)
    officer("idle", at=busan)
    earner("lee", incheon, 4)
    counted()
    assert lines(kim, show="offices") == [(1, "ICN Customs", 32.0), (2, "BUS Customs", 24.0)]
    rows = board(kim, show="offices").context["rows"]
    assert [row.is_own for row in rows] == [False, True]
    assert lines(kim, office=str(busan.pk)) == [(1, "Kim", 48)]
    assert lines(kim, office=str(incheon.pk)) == [(1, "Lee", 32)]


def test_heads_of_office_stand_by_their_offices_points_a_head(busan: Office) -> None:
    incheon = customs("ICN")
    chief, boss = officer("chief", at=busan), earner("boss", incheon, 1)
    for who in (chief, boss):
        grant_role(officer=who, role=roles.LEADER)
    kim = earner("kim", busan, 5)
    counted()
    assert lines(kim, show="heads") == [(1, "Chief", 20.0), (2, "Boss", 8.0)]
    choose_naming(officer=chief, is_named=False)
    assert lines(kim, show="heads") == [(1, "Boss", 8.0)]


def test_a_board_of_the_past_is_chosen_and_nonsense_is_not(busan: Office) -> None:
    kim = earner("kim", busan, 1)
    post(key="old", event="superior", officer=kim, occurred_at=at("2025-10-01 09:00"))
    counted()
    assert lines(kim, season="2025H2") == [(1, "Kim", 100)]
    assert board(kim, season="2025H2").context["closing"] is not None
    for query in ({"season": "x"}, {"office": "9999"}, {"show": "x"}, {"office": "'"}):
        assert lines(kim, **query) == [(1, "Kim", 8)]


def test_without_points_the_page_says_so(busan: Office) -> None:
    assert "There are no boards yet" in board(officer("kim", at=busan)).content.decode()
