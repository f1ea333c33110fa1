"""Administrators mend points on the pages of the portal; nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from core import clock
from mileage.models import Adjustment
from mileage.services.seasons import season_at
from tests.mileage.people import at, balance, person
from tests.mileage.test_adjustments import admin, ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
NOW = at("2026-03-20 09:00")
NEW = reverse("mileage:new_adjustment")


def browser(who: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


def form(*lines: tuple[str, str], reason: str = "Paid twice.", **more: str) -> dict[str, str]:
    data = {"reason": reason, "form-TOTAL_FORMS": "6", "form-INITIAL_FORMS": "6", **more}
    for number, (name, points) in enumerate(lines):
        data[f"form-{number}-officer"] = name
        data[f"form-{number}-amount"] = points
        data[f"form-{number}-season"] = "2026H1"
    return data


def send(client: Client, data: dict[str, str], address: str = NEW) -> Any:
    with clock.at(NOW):
        return client.post(address, data)


def test_a_ticket_is_proposed_shown_and_approved_by_another() -> None:
    kim, one, other = person("kim"), admin("one"), admin("other")
    Officer.objects.filter(pk=kim.pk).update(employee_number="2026001")
    first, second = browser(one), browser(other)
    response = send(first, form(("2026001", "12"), ("", "")))
    made = Adjustment.objects.get()
    assert response.url == reverse("mileage:adjustment", args=[made.pk])
    text = first.get(response.url).content.decode()
    assert "Another administrator decides" in text
    assert "Approve" not in text
    assert "Approving moves the points" in second.get(response.url).content.decode()
    approve = reverse("mileage:approve_adjustment", args=[made.pk])
    send(first, {}, approve)
    assert balance(kim) == 0
    send(second, {}, approve)
    assert balance(kim) == 12
    again = send(second, {}, reverse("mileage:reject_adjustment", args=[made.pk]))
    assert again.status_code == 302
    assert Adjustment.objects.get().state == "approved"
    listed = first.get(reverse("mileage:adjustments")).content.decode()
    assert "Approved and posted" in listed


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (form(("nobody", "5")), "There is no officer “nobody”"),
        (form(("kim", "")), "Say how many points"),
        (form(("", "5")), "Say whose points"),
        (form(("kim", "many")), "Enter a whole number"),
        (form(("kim", "5"), reason=" "), "This field is required"),
        (form(), "no line"),
        (form(("one", "5")), "their own points"),
    ],
)
def test_a_form_with_a_mistake_says_it_and_keeps_what_was_typed(
    data: dict[str, str], words: str
) -> None:
    person("kim")
    response = send(browser(admin("one")), data)
    text = response.content.decode()
    assert words in text
    if data["reason"].strip():
        assert data["reason"] in text
    assert data.get("form-0-amount", "") in text
    assert not Adjustment.objects.exists()


def test_more_lines_keep_what_was_typed_and_complain_of_nothing() -> None:
    response = send(browser(admin("one")), form(("kim", "5"), reason="", more="1"))
    text = response.content.decode()
    assert 'value="kim"' in text
    assert text.count('-amount"') >= 7
    assert "Please check" not in text


def test_a_ticket_waits_on_the_home_page_of_those_who_may_decide_it() -> None:
    one, other = admin("one"), admin("other")
    season_at(NOW)
    ticket(one, (person("kim"), 5))
    assert "1 adjustment of mileage to decide" in browser(other).get("/").content.decode()
    assert "adjustment of mileage to decide" not in browser(one).get("/").content.decode()


def test_two_accounts_are_joined_on_a_page() -> None:
    old, one = person("old"), admin("one")
    person("new")
    address = reverse("mileage:new_merge")
    text = send(browser(one), {"old": "old", "new": "new"}, address).content.decode()
    assert "Close the old account first" in text
    assert old.is_active


def test_others_find_none_of_it() -> None:
    kim = person("kim")
    made = ticket(admin("one"), (kim, 5))
    client = browser(kim)
    for name, args in [
        ("adjustments", []),
        ("new_adjustment", []),
        ("new_merge", []),
        ("adjustment", [made.pk]),
    ]:
        assert client.get(reverse(f"mileage:{name}", args=args)).status_code == 404
    for name in ("approve_adjustment", "reject_adjustment"):
        assert client.post(reverse(f"mileage:{name}", args=[made.pk])).status_code == 404
    assert Adjustment.objects.get().state == "proposed"
