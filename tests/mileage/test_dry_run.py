"""Trying a draft on a season before two people approve it."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Officer
from core import clock
from core.services.deliver import deliver
from mileage.models import Approval, Entry, Policy, Rule, Season
from mileage.services.dry_run import dry_run
from mileage.services.post import post
from mileage.services.reverse import reverse as take_back
from mileage.services.seasons import season_at
from tests.cast import published
from tests.mileage.people import at, evaluation_submitted, item_published, person, round_decided
from tests.mileage.test_policies import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
MORNING = at("2026-03-02 10:00")


def draft(**rules: int | dict[str, Any]) -> Policy:
    made = Policy.objects.create(code="next", version=2, effective_from="2027-01-01")
    for event, wanted in rules.items():
        fields = wanted if isinstance(wanted, dict) else {"amount": wanted}
        Rule.objects.create(policy=made, event=event, text_ko="가", text_en="a", **fields)
    return made


def season(moment: datetime = MORNING) -> Season:
    return season_at(moment)


def changes(policy: Policy) -> dict[str, tuple[int, int]]:
    run = dry_run(policy=policy, season=season())
    return {officer.username: (one.now, one.then) for officer, one in run.officers}


def test_the_policy_in_force_changes_nothing() -> None:
    kim, lee = person("kim"), person("lee")
    item = published(kim)
    deliver(item_published(kim, lee, item=item, when=MORNING).pk)
    deliver(round_decided(kim, lee, item=item, number=1, when=MORNING).pk)
    for number in range(4):
        deliver(item_published(kim, when=MORNING).pk)
        late = evaluation_submitted(lee, item=item, number=number, when=MORNING, on_time=number > 1)
        deliver(late.pk)
    before = Entry.objects.count()
    run = dry_run(policy=Policy.objects.get(), season=season())
    assert all(outcome.change == 0 for _officer, outcome in run.officers)
    assert run.total.now == run.total.then == 15 + 2 + 50 + 50 + 16
    assert Entry.objects.count() == before


def test_winners_and_losers_with_shares_and_caps() -> None:
    kim, lee = person("kim"), person("lee")
    item = published(kim)
    deliver(item_published(kim, lee, item=item, when=MORNING).pk)
    for _ in range(3):
        deliver(item_published(kim, when=MORNING).pk)
    deliver(evaluation_submitted(lee, item=item, number=1, when=MORNING).pk)
    policy = draft(publish={"amount": 4, "cap_season": 9}, evaluation=10)
    assert changes(policy) == {"kim": (13 + 2, 9), "lee": (2 + 8, 2 + 10)}
    run = dry_run(policy=policy, season=season())
    assert [who.username for who, _one in run.winners] == ["lee"]
    assert [who.username for who, _one in run.losers] == ["kim"]
    assert dict(run.events)["evaluation"] == (8, 10)


def test_what_no_rule_paid_may_be_paid_by_the_draft_and_what_is_late_is_not() -> None:
    kim, lee = person("kim"), person("lee")
    item = published(kim)
    late = evaluation_submitted(lee, item=item, number=1, when=MORNING, on_time=False)
    deliver(late.pk)
    deliver(round_decided(kim, item=item, number=1, when=MORNING).pk)
    assert changes(draft(evaluation=10)) == {"lee": (0, 0), "kim": (100, 0)}


def test_what_was_taken_back_counts_in_neither_and_another_season_does_not() -> None:
    kim = person("kim")
    item = published(kim)
    deliver(round_decided(kim, item=item, number=1, when=MORNING).pk)
    deliver(round_decided(kim, item=item, number=2, when=at("2026-07-01 00:00")).pk)
    take_back(entry=Entry.objects.earliest("pk"), reason="annulled")
    assert changes(draft(superior=50)) == {}


def test_nobody_learns_from_it_who_reported() -> None:
    kim = person("kim")
    post(key="report:1:1", event="report", officer=kim, occurred_at=MORNING)
    run = dry_run(policy=draft(report=20), season=season())
    assert run.officers == []
    assert dict(run.events) == {"report": (10, 20)}


def test_the_command_tells_it_as_a_table() -> None:
    kim = person("kim")
    deliver(round_decided(kim, item=published(kim), number=1, when=MORNING).pk)
    draft(superior=50)
    out = StringIO()
    call_command("mileage_dry_run", policy="next 2", season="2026H1", stdout=out)
    assert "Losers: 1" in out.getvalue()
    assert out.getvalue().split("kim")[1].split() == ["100", "50", "-50"]
    for policy, code in (("other 1", "2026H1"), ("next 2", "2030H1"), ("x", "2026H1")):
        with pytest.raises(CommandError):
            call_command("mileage_dry_run", policy=policy, season=code)


def test_an_administrator_sees_it_before_approving_and_approves_there() -> None:
    kim: Officer = person("kim")
    deliver(round_decided(kim, item=published(kim), number=1, when=MORNING).pk)
    policy = draft(superior=50)
    client = staff()
    address = reverse("admin:mileage_policy_dry_run", args=[policy.pk])
    with clock.at(at("2026-03-20 09:00")):
        text = client.get(address, {"season": "2026H1"}).content.decode()
        assert "Kim" in text
        assert "-50" in text
        assert "Approve this policy" in text
        assert client.post(address).status_code == 302
        assert Approval.objects.filter(policy=policy).count() == 1
        assert "Approve this policy" not in client.get(address).content.decode()
    change = client.get(reverse("admin:mileage_policy_change", args=[policy.pk]))
    assert address in change.content.decode()
