"""Knowledge that helped at the desk: told by readers, verified by the coordinator, paid once."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import clock
from core.services.deliver import deliver_all
from knowledge.models import Item
from knowledge.services.errors import Refused
from mileage.models import Entry, Reuse
from mileage.services.decide_reuse import decide_reuse
from mileage.services.replay import replay
from mileage.services.tell_reuse import tell_reuse
from tests.cast import Cast, cast, published
from tests.mileage.people import at, balance
from tests.threads import at_once, raised

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
STORY = "환급 신청 민원에서 서류 목록을 그대로 안내했습니다."
NOW = at("2026-03-20 09:00")


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def item(people: Cast) -> Item:
    return published(people.author)


def told(item: Item, by: Officer, when: str = "2026-03-20 09:00") -> Reuse:
    with clock.at(at(when)):
        return tell_reuse(item=item, by=by, story=STORY)


def verified(reuse: Reuse, by: Officer) -> None:
    decide_reuse(reuse=reuse, by=by, is_verified=True)
    deliver_all()


def test_a_verified_use_pays_the_author_once_an_item_and_half_year(
    people: Cast, item: Item
) -> None:
    verified(told(item, people.stranger), people.coordinator)
    assert balance(people.author) == 5
    assert Entry.objects.get().key == f"reuse:{item.pk}:{people.author.pk}:2026H1"
    verified(told(item, people.evaluator), people.coordinator)
    assert balance(people.author) == 5
    verified(told(item, people.stranger, "2026-07-01 00:00"), people.coordinator)
    assert balance(people.author) == 10
    assert balance(people.stranger) == 0
    assert replay().lines == []


def test_what_is_not_verified_pays_nothing(people: Cast, item: Item) -> None:
    decide_reuse(reuse=told(item, people.stranger), by=people.coordinator, is_verified=False)
    deliver_all()
    assert not Entry.objects.exists()


def test_nobody_tells_of_their_own_work_or_twice_or_without_saying_how(
    people: Cast, item: Item
) -> None:
    with pytest.raises(Refused, match="You wrote this yourself"):
        told(item, people.author)
    told(item, people.stranger)
    with pytest.raises(Refused, match="already"):
        told(item, people.stranger)
    with pytest.raises(Refused, match="what you used it for"):
        tell_reuse(item=item, by=people.evaluator, story=" " * 50)
    Item.objects.filter(pk=item.pk).update(status="hidden")
    item.refresh_from_db()
    with pytest.raises(Refused, match="Only published"):
        told(item, people.evaluator)


def test_only_a_coordinator_who_is_not_concerned_decides_once(people: Cast, item: Item) -> None:
    reuse = told(item, people.stranger)
    for nobody in (people.author, people.stranger, people.evaluator):
        with pytest.raises(Refused, match="Only the KM coordinator"):
            decide_reuse(reuse=reuse, by=nobody, is_verified=True)
    own = told(published(people.coordinator), people.stranger)
    theirs = told(item, people.coordinator)
    for reuse_of_theirs in (own, theirs):
        with pytest.raises(Refused, match="concerned yourself"):
            decide_reuse(reuse=reuse_of_theirs, by=people.coordinator, is_verified=True)
    decide_reuse(reuse=reuse, by=people.coordinator, is_verified=False)
    with pytest.raises(Refused, match="decided already"):
        decide_reuse(reuse=reuse, by=people.admin, is_verified=True)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_decide_at_once_decide_once(people: Cast, item: Item) -> None:
    reuse = told(item, people.stranger)
    results = at_once(
        partial(decide_reuse, reuse=reuse, by=people.coordinator, is_verified=True),
        partial(decide_reuse, reuse=reuse, by=people.admin, is_verified=False),
    )
    assert len(raised(results, Refused)) == 1


def test_the_database_keeps_what_was_told_and_decided(people: Cast, item: Item) -> None:
    reuse = told(item, people.stranger)
    rows = Reuse.objects.filter(pk=reuse.pk)
    with pytest.raises(DatabaseError, match="as it was told"), transaction.atomic():
        rows.update(story="other")
    yes = {"state": "verified", "decided_at": NOW}
    with pytest.raises(DatabaseError, match="mileage_reuse_by_another"), transaction.atomic():
        rows.update(**yes, decided_by=people.stranger)
    with pytest.raises(DatabaseError, match="mileage_reuse_decided"), transaction.atomic():
        rows.update(state="verified")
    rows.update(**yes, decided_by=people.coordinator)
    with pytest.raises(DatabaseError, match="for good"), transaction.atomic():
        rows.update(state="declined")


def browser(who: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


def test_a_reader_tells_on_the_page_and_the_coordinator_finds_it(people: Cast, item: Item) -> None:
    reader, coordinator = browser(people.stranger), browser(people.coordinator)
    address = reverse("mileage:tell_reuse", args=[item.pk])
    assert address in reader.get(item.get_absolute_url()).content.decode()
    assert address not in browser(people.author).get(item.get_absolute_url()).content.decode()
    text = reader.post(address, {"story": "too short"}).content.decode()
    assert "too short" in text
    assert reader.post(address, {"story": STORY}).status_code == 302
    assert "Waits for the coordinator" in reader.get(address).content.decode()
    assert "1 use at the desk to verify" in coordinator.get("/").content.decode()
    assert STORY in coordinator.get(reverse("mileage:reuses")).content.decode()
    decide = reverse("mileage:decide_reuse", args=[Reuse.objects.get().pk])
    assert reader.post(decide, {"verdict": "yes"}).status_code == 404
    assert coordinator.post(decide, {"verdict": "yes"}).status_code == 302
    deliver_all()
    assert balance(people.author) == 5
    assert "Nothing waits" in coordinator.get(reverse("mileage:reuses")).content.decode()


def test_what_one_may_not_read_cannot_be_told_of(people: Cast) -> None:
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    secret = published(people.author, audience=busan)
    address = reverse("mileage:tell_reuse", args=[secret.pk])
    assert browser(people.stranger).get(address).status_code == 404
    assert browser(people.author).get(address).status_code == 404
    assert browser(people.colleague).get(address).status_code == 200
