"""A proof that fails is seen by administrators, until one holds again."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Officer
from core.models import Activity
from mileage.models import Balance, ProofRun
from mileage.services.post import post
from mileage.services.proof import prove, rebuild_balances
from tests.mileage.people import at, person
from tests.mileage.test_adjustments import admin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]


def home(who: Officer) -> str:
    cache.clear()
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client.get("/").content.decode()


def test_the_alarm_comes_with_a_failing_proof_and_goes_with_one_that_holds() -> None:
    kim, boss = person("kim"), admin("boss")
    post(key="k", event="evaluation", officer=kim, occurred_at=at("2026-03-02 10:00"))
    words = "The mileage ledger does not add up"
    assert prove() == []
    assert words not in home(boss)
    Balance.objects.filter(account__officer=kim).update(amount=500)
    assert len(prove()) == 1
    assert Activity.objects.filter(verb="mileage.proof_failed").count() == 1
    last = ProofRun.objects.latest("pk")
    assert (last.holds, last.different, last.differences[0]["balance"]) == (False, 1, 500)
    text = home(boss)
    assert words in text
    assert "1 account whose balance" in text
    assert words not in home(kim)
    rebuild_balances()
    assert prove() == []
    assert words not in home(boss)
    assert ProofRun.objects.count() == 3
