"""Who may know of an item: the one rule, case by case."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts import roles
from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from accounts.services.roles import grant_role, revoke_role
from knowledge.access import get_item
from knowledge.models import CoAuthor, Item
from tests.cast import office, officer, published

pytestmark = pytest.mark.django_db


def fresh(person: Officer) -> Officer:
    return Officer.objects.get(pk=person.pk)


def sees(person: Officer, item: Item) -> bool:
    return Item.objects.visible_to(fresh(person)).filter(pk=item.pk).exists()


def test_a_published_item_for_all_is_seen_by_all_but_strangers() -> None:
    item = published(officer("author", at=office("BUS")))
    assert sees(officer("reader", at=office("ICN")), item)
    assert not Item.objects.visible_to(AnonymousUser()).exists()


def test_an_item_for_an_office_is_seen_there_and_below_only() -> None:
    busan = office("BUS")
    yongdang = office("YD", parent=busan)
    audience = audience_for(kind=Audience.Kind.OFFICE, office=busan)
    item = published(officer("author", at=office("ICN")), audience=audience)
    assert sees(officer("below", at=yongdang), item)
    assert not sees(officer("elsewhere", at=office("DGU")), item)


def test_a_lowest_grade_keeps_out_those_below_it() -> None:
    house = office("BUS")
    audience = audience_for(kind=Audience.Kind.ALL, lowest_grade=5)
    item = published(officer("author", at=house), audience=audience)
    assert sees(officer("chief", at=house, grade=5), item)
    assert not sees(officer("novice", at=house, grade=6), item)


def test_a_move_to_another_office_takes_the_right_along() -> None:
    busan, incheon = office("BUS"), office("ICN")
    audience = audience_for(kind=Audience.Kind.OFFICE, office=busan)
    item = published(officer("author", at=incheon), audience=audience)
    reader = officer("reader", at=busan)
    assert sees(reader, item)
    reader.office = incheon
    reader.save()
    assert not sees(reader, item)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "rejected", "hidden"])
def test_what_is_not_published_is_the_writers(status: str) -> None:
    house = office("BUS")
    author, colleague, stranger = (officer(n, at=house) for n in ("author", "with", "other"))
    item = published(author)
    Item.objects.filter(pk=item.pk).update(status=status)
    CoAuthor.objects.create(item=item, officer=colleague)
    assert sees(author, item)
    assert sees(colleague, item)
    assert not sees(stranger, item)


@pytest.mark.parametrize(("status", "seen"), [("submitted", True), ("draft", False)])
def test_a_coordinator_sees_what_comes_in_but_no_drafts(status: str, seen: bool) -> None:
    busan = office("BUS")
    item = published(officer("author", at=office("YD", parent=busan)))
    Item.objects.filter(pk=item.pk).update(status=status)
    coordinator = officer("coordinator", at=busan)
    assert not sees(coordinator, item)
    grant_role(officer=coordinator, role=roles.COORDINATOR, office=busan)
    assert sees(coordinator, item) is seen
    revoke_role(officer=coordinator, role=roles.COORDINATOR)
    assert not sees(coordinator, item)


def test_what_you_may_not_read_does_not_exist() -> None:
    busan = office("BUS")
    audience = audience_for(kind=Audience.Kind.OFFICE, office=busan)
    item = published(officer("author", at=busan), audience=audience)
    stranger = officer("stranger", at=office("ICN"))
    with pytest.raises(Http404):
        get_item(stranger, item.pk)


def test_somebody_who_left_sees_nothing() -> None:
    item = published(officer("author", at=office("BUS")))
    leaver = officer("leaver", at=office("ICN"))
    leaver.is_active = False
    leaver.save()
    assert not sees(leaver, item)
