"""The coordinator's page: their officers' grants, and nothing that tells who judged or reported."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import clock, registry
from core.services.deliver import deliver
from mileage.events import Reason
from mileage.grants import alerts_of
from mileage.models import Entry
from mileage.services.post import post
from mileage.services.reverse import reverse as take_back
from tests.cast import Cast, cast, published
from tests.mileage.people import at, evaluation_submitted, item_published, made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
NOW = at("2026-03-20 09:00")
MORNING = at("2026-03-02 10:00")
PAGE = reverse("mileage:grants")


@pytest.fixture
def people() -> Cast:
    return cast()


def page(reader: Officer, **query: str) -> Any:
    client = Client(headers={"accept-language": "en"})
    client.force_login(reader)
    with clock.at(NOW):
        return client.get(PAGE, query)


def shown(reader: Officer, **query: str) -> list[tuple[str, str, int]]:
    return [
        (entry.officer.username, entry.event, entry.amount)
        for entry, _item in page(reader, **query).context["lines"]
    ]


def test_a_coordinator_sees_the_grants_of_their_own_offices(people: Cast) -> None:
    deliver(item_published(people.author, when=MORNING).pk)
    deliver(item_published(people.stranger, when=MORNING).pk)
    assert shown(people.coordinator) == [("author", "publish", 5)]
    assert shown(people.admin) == [("stranger", "publish", 5), ("author", "publish", 5)]
    for nobody in (people.author, people.evaluator):
        assert page(nobody).status_code == 404


def test_nothing_tells_who_reported_or_judged(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = published(people.stranger)
    deliver(evaluation_submitted(people.colleague, item=item, number=4, when=MORNING).pk)
    ids = [people.colleague.pk]
    monkeypatch.setattr(registry.payees, "_entries", {"report": lambda activity: ids})
    accepted = made(
        "report.accepted",
        "reports.report",
        1,
        when=MORNING,
        item=item.pk,
        writers=[people.stranger.pk],
        cited=True,
    )
    deliver(accepted.pk)
    assert Entry.objects.filter(officer=people.colleague).count() == 3
    for entry in Entry.objects.filter(officer=people.colleague):
        take_back(entry=entry, reason=Reason.MISTAKE)
    for who in (people.coordinator, people.admin):
        response = page(who)
        assert response.context["lines"] == []
        assert response.context["alerts"] == []


def test_the_admin_site_does_not_tell_who_reported(people: Cast) -> None:
    paid = post(key="report:1:1", event="report", officer=people.author, occurred_at=MORNING)
    take_back(entry=paid, reason=Reason.MISTAKE)
    boss = people.admin
    boss.is_staff = boss.is_superuser = True
    boss.save()
    client = Client()
    client.force_login(boss)
    text = client.get(reverse("admin:mileage_entry_changelist")).content.decode()
    assert "report:1:1" not in text
    address = reverse("admin:mileage_entry_change", args=[paid.pk])
    assert client.get(address).status_code == 302


def test_an_item_that_the_coordinator_may_not_read_is_not_named(people: Cast) -> None:
    secret = published(
        people.author,
        title="비밀",
        audience=audience_for(kind=Audience.Kind.OFFICE, office=people.incheon),
    )
    deliver(item_published(people.author, item=secret, when=MORNING).pk)
    secret.office = people.incheon
    secret.save()
    assert "비밀" not in page(people.coordinator).content.decode()


def test_lines_are_filtered(people: Cast) -> None:
    for _ in range(4):
        deliver(item_published(people.author, when=MORNING).pk)
    take_back(entry=Entry.objects.earliest("pk"), reason=Reason.MISTAKE)
    assert shown(people.coordinator, only="zero") == [("author", "publish", 0)]
    assert shown(people.coordinator, only="back") == [("author", "reversal", -5)]
    assert len(shown(people.coordinator, event="publish")) == 5
    # It was taken back in another half-year.
    assert len(shown(people.coordinator, season="2026H1", event="publish")) == 4
    assert shown(people.coordinator, event="superior") == []
    assert len(shown(people.coordinator, event="'", season="x", only="?")) == 5


def test_what_is_worth_a_look_says_by_how_much(people: Cast) -> None:
    for _ in range(6):
        deliver(item_published(people.author, when=MORNING).pk)
    with clock.at(NOW):
        found = [(one.officer, one.kind, one.number) for one in alerts_of(people.coordinator)]
        assert found == [(people.author, "cut", 3)]
        assert alerts_of(people.admin) != []
    with clock.at(at("2026-06-20 09:00")):
        assert alerts_of(people.coordinator) == []
