"""The pages of rewards: what officers see and send, and what their coordinators decide."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Officer
from mileage.models import Redemption, Reward
from mileage.panels import rewards_to_decide
from mileage.queries import balances_of
from mileage.services.load_rewards import load_rewards
from mileage.services.redeem import redeem
from mileage.statement import Statement
from tests.mileage.people import person
from tests.mileage.test_rewards import ask, boss, refused, reward, rich

pytestmark = pytest.mark.django_db


def browser(who: Officer, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(who)
    return client


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_catalogue_says_what_is_missing_to_each_reward() -> None:
    kim = rich(old=0, new=4)
    near, far = reward(30), reward(40, name_en="Training seat")
    page = text(browser(kim), "/mileage/rewards/")
    assert "30 of 30 points" in page
    assert "32 of 40 points" in page
    assert "8 points more" in page
    assert f'href="/mileage/rewards/{near.pk}/">Redeem' in page
    assert f'href="/mileage/rewards/{far.pk}/">Redeem' not in page


def test_a_form_sent_twice_asks_once_and_says_so_once() -> None:
    kim, wanted = rich(), reward(40, stock=1)
    client = browser(kim)
    form = client.get(f"/mileage/rewards/{wanted.pk}/").context["form"]
    data = {"token": str(form["token"].value()), "points": "40"}
    for _ in range(2):
        response = client.post(f"/mileage/rewards/{wanted.pk}/", data)
        assert (response.status_code, response["location"]) == (302, "/mileage/rewards/")
    assert Redemption.objects.count() == 1
    assert balances_of(kim) == (24, 0)
    assert "Waits for approval" in text(client, "/mileage/rewards/")


def test_the_page_of_a_reward_says_which_points_pay() -> None:
    kim, wanted = rich(), reward(40)
    response = browser(kim).get(f"/mileage/rewards/{wanted.pk}/")
    assert [(p.season, p.pays, p.left) for p in response.context["purses"]] == [
        ("2026H1", 32, 0),
        ("2026H2", 8, 24),
    ]


@pytest.mark.parametrize("data", [{}, {"token": "x", "points": "40"}, {"points": "-1"}])
def test_a_broken_form_costs_nothing(data: dict[str, str]) -> None:
    kim, wanted = rich(), reward(40)
    response = browser(kim).post(f"/mileage/rewards/{wanted.pk}/", data)
    assert response.status_code == 409
    assert b"Try again" in response.content
    assert balances_of(kim) == (64, 0)


def test_a_price_that_has_changed_is_shown_anew() -> None:
    kim, wanted = rich(), reward(40)
    data = {"token": str(uuid4()), "points": "8"}
    response = browser(kim).post(f"/mileage/rewards/{wanted.pk}/", data)
    assert response.status_code == 409
    assert b"have changed" in response.content
    assert response.context["form"]["points"].value() == 40


def test_the_officer_cancels_and_has_the_points_back() -> None:
    kim = rich()
    redemption = ask(reward(40), kim)
    client = browser(kim)
    client.post(f"/mileage/rewards/requests/{redemption.pk}/cancel/")
    assert "You have the points back" in text(client, "/mileage/rewards/")
    assert balances_of(kim) == (64, 0)
    client.post(f"/mileage/rewards/requests/{redemption.pk}/cancel/")
    assert "decided in the meantime" in text(client, "/mileage/rewards/")


def test_the_coordinator_finds_what_waits_and_decides_it() -> None:
    kim, judge = rich(), boss()
    first, second = ask(reward(8), kim), ask(reward(8), kim)
    assert [task.count for task in rewards_to_decide(judge)] == [2]
    assert rewards_to_decide(kim) == []
    client = browser(judge)
    assert [r.pk for r in client.get("/mileage/rewards/desk/").context["redemptions"]] == [
        first.pk,
        second.pk,
    ]
    path = f"/mileage/rewards/desk/{first.pk}/"
    response = client.post(path, {"decision": "refuse", "reason": ""})
    assert b"Say why" in response.content
    assert client.post(path, {"decision": "refuse", "reason": "Full."}).status_code == 302
    assert client.post(path, {"decision": "approve"}).status_code == 200
    other = f"/mileage/rewards/desk/{second.pk}/"
    client.post(other, {"decision": "approve"})
    client.post(other, {"decision": "reverse", "reason": "It fell out."})
    states = Redemption.objects.order_by("pk").values_list("state", "reason")
    assert list(states) == [("refused", "Full."), ("reversed", "It fell out.")]
    assert balances_of(kim) == (64, 0)
    assert rewards_to_decide(judge) == []


def test_nothing_typed_is_lost_when_a_decision_comes_too_late() -> None:
    kim, judge = rich(), boss()
    redemption = ask(reward(8), kim)
    refused(redemption)
    response = browser(judge).post(
        f"/mileage/rewards/desk/{redemption.pk}/", {"decision": "refuse", "reason": "My words."}
    )
    assert b"decided in the meantime" in response.content
    assert b"My words." in response.content


def test_the_statement_says_what_was_paid_for_and_from_which_points() -> None:
    kim = rich()
    refused(ask(reward(40), kim))
    statement = Statement(kim)
    lines = {line.entry.key: line for line in statement.lines(statement.moves)}
    back = next(line for key, line in lines.items() if key.startswith("reversal:"))
    paid = next(line for key, line in lines.items() if key.startswith("redeem:"))
    assert back.what == "Points for Book voucher, back"
    assert "The request for the reward was refused." in back.notes
    assert paid.what == "Redeemed for Book voucher"
    assert any("half of 2026" in note for note in paid.notes)
    assert any(note.startswith("Given back on") for note in paid.notes)
    assert statement.of_season("2026H2") == 32


def test_a_new_portal_has_a_catalogue_that_is_then_its_own() -> None:
    assert load_rewards() == 3
    Reward.objects.update(is_active=False)
    assert load_rewards() == 0
    assert "The catalogue is empty" in text(browser(person("kim")), "/mileage/rewards/")


def test_others_requests_are_not_there() -> None:
    redemption = redeem(reward=reward(8), by=rich(), points=8, token=uuid4())
    other = browser(person("lee"))
    assert other.post(f"/mileage/rewards/requests/{redemption.pk}/cancel/").status_code == 404
    assert other.get(f"/mileage/rewards/desk/{redemption.pk}/").status_code == 404
