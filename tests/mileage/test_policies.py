"""Policies: the one of the start, drafts, and the yes of two administrators."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from core.models import Activity
from knowledge.services.errors import Refused
from mileage.events import PAID
from mileage.models import Entry, Policy, Rule
from mileage.services.policies import START, approve_policy, load_start_policy
from mileage.services.post import post
from tests.mileage.people import at, balance, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
BEFORE = at("2026-03-01 23:59")
FIRST_DAY = at("2026-03-02 00:00")


def admin(name: str) -> Officer:
    someone = person(name)
    grant_role(officer=someone, role=roles.ADMIN)
    return someone


def draft() -> Policy:
    load_start_policy()
    policy = Policy.objects.create(code="next", version=1, effective_from=FIRST_DAY.date())
    Rule.objects.create(policy=policy, event="report", amount=3, text_ko="가", text_en="a")
    return policy


def paid(name: str) -> int:
    kim = person("kim")
    post(key=name, event="report", officer=kim, occurred_at=at("2026-03-05 10:00"))
    return balance(kim)


def test_the_start_policy_is_loaded_once() -> None:
    call_command("load_mileage_policy", verbosity=0)
    call_command("load_mileage_policy", verbosity=0)
    policy = Policy.objects.get()
    rules = {rule.event: rule for rule in policy.rules.all()}
    assert (rules["publish"].amount, rules["publish"].cap_day, rules["publish"].hold_days) == (
        5,
        15,
        7,
    )
    assert {event: rule.amount for event, rule in rules.items() if event != "publish"} == {
        "superior": 100,
        "improvement": 10,
        "evaluation": 8,
        "evaluator": 50,
        "report": 10,
        "citation": 5,
        "reuse": 5,
        "video": 20,
    }
    policy.clean()


def test_the_start_policy_knows_its_events() -> None:
    rules = json.loads(START.read_text(encoding="utf-8"))["rules"]
    assert {rule["event"] for rule in rules} <= {event.value for event in PAID}


def test_a_policy_decides_once_two_administrators_have_approved_it() -> None:
    policy = draft()
    one, other = admin("one"), admin("other")
    with clock.at(BEFORE):
        approve_policy(policy=policy, by=one)
        assert paid("after one yes") == 10
        approve_policy(policy=policy, by=other)
    assert paid("after both") == 13
    assert Activity.objects.filter(verb="mileage.policy_approved").count() == 2


def test_one_administrator_alone_is_not_two() -> None:
    policy, one = draft(), admin("one")
    with clock.at(BEFORE):
        approve_policy(policy=policy, by=one)
        with pytest.raises(Refused, match="Another administrator"):
            approve_policy(policy=policy, by=one)
    assert paid("k") == 10


def test_officers_do_not_approve() -> None:
    with clock.at(BEFORE), pytest.raises(Refused, match="Only administrators"):
        approve_policy(policy=draft(), by=person("kim"))


def test_a_policy_is_not_approved_once_its_first_day_has_come() -> None:
    with clock.at(FIRST_DAY), pytest.raises(Refused, match="first day has come"):
        approve_policy(policy=draft(), by=admin("one"))


def test_a_policy_without_rules_is_not_approved() -> None:
    policy = Policy.objects.create(code="empty", version=1, effective_from=FIRST_DAY.date())
    with clock.at(BEFORE), pytest.raises(Refused, match="without rules"):
        approve_policy(policy=policy, by=admin("one"))


def staff() -> Client:
    boss = admin("boss")
    boss.is_staff = boss.is_superuser = True
    boss.save()
    client = Client(headers={"accept-language": "en"})
    client.force_login(boss)
    return client


def test_an_administrator_drafts_a_policy_and_approves_it_in_the_admin() -> None:
    load_start_policy()
    client = staff()
    form = {
        "code": "summer",
        "version": "1",
        "effective_from": "2026-03-02",
        "note": "",
        "levels": "[]",
        "close_days": "14",
        "rules-TOTAL_FORMS": "1",
        "rules-INITIAL_FORMS": "0",
        "rules-0-event": "report",
        "rules-0-amount": "3",
        "rules-0-hold_days": "0",
        "rules-0-share": "split",
        "rules-0-text_ko": "가",
        "rules-0-text_en": "a",
        "approvals-TOTAL_FORMS": "0",
        "approvals-INITIAL_FORMS": "0",
    }
    with clock.at(BEFORE):
        response = client.post(reverse("admin:mileage_policy_add"), form)
        assert response.status_code == 302, response.context["errors"]
        policy = Policy.objects.get(code="summer")
        assert not policy.is_delivered
        assert policy.rules.count() == 1
        listed = reverse("admin:mileage_policy_changelist")
        client.post(listed, {"action": "approve", "_selected_action": [policy.pk]})
        assert "approved by 1 of 2" in client.get(listed).content.decode()
    assert not Policy.objects.valid().filter(pk=policy.pk).exists()


def test_the_admin_shows_the_ledger_and_changes_none_of_it() -> None:
    client = staff()
    post(key="k", event="evaluation", officer=person("kim"), occurred_at=BEFORE)
    entry = Entry.objects.get()
    for name, pk in (
        ("entry", entry.pk),
        ("policy", Policy.objects.get().pk),
        ("season", entry.legs.earliest("pk").account.season_id),
        ("balance", entry.legs.earliest("pk").account_id),
    ):
        assert client.get(reverse(f"admin:mileage_{name}_changelist")).status_code == 200
        page = client.get(reverse(f"admin:mileage_{name}_change", args=[pk]))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert client.post(reverse(f"admin:mileage_{name}_change", args=[pk])).status_code == 403
        assert client.post(reverse(f"admin:mileage_{name}_delete", args=[pk])).status_code == 403
        if name != "policy":
            assert client.get(reverse(f"admin:mileage_{name}_add")).status_code == 403
