"""Which of many may read an item: the same answer as ``visible_to``, in a handful of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import roles
from accounts.models import Audience, AudienceMember, Office, Officer
from accounts.rights import load_rights, resolve
from accounts.services.audiences import all_officers, audience_for
from accounts.services.roles import grant_role
from knowledge.models import CoAuthor, Item
from knowledge.readers import readers_among
from tests.cast import Cast, cast, office, officer, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    """The cast, a house below Busan with a coordinator of its own, and who has no office."""
    people = cast()
    house = office("YGD", parent=people.busan)
    grant_role(officer=officer("local", at=house), role=roles.COORDINATOR, office=house)
    officer("homeless", grade=3)
    people.stranger.is_active = False
    people.stranger.save()
    Office.objects.rebuild()
    return people


def audiences(people: Cast) -> list[Audience]:
    club = audience_for(kind=Audience.Kind.COMMUNITY, community="club")
    AudienceMember.objects.create(audience=club, officer=people.evaluator)
    return [
        all_officers(),
        audience_for(kind=Audience.Kind.PUBLIC),
        audience_for(kind=Audience.Kind.ALL, lowest_grade=5),
        audience_for(kind=Audience.Kind.OFFICE, office=people.busan),
        audience_for(kind=Audience.Kind.OFFICE, office=people.incheon, lowest_grade=6),
        club,
    ]


def test_rights_of_many_are_those_of_each(people: Cast) -> None:
    audiences(people)
    everybody = list(Officer.objects.select_related("office"))
    load_rights(everybody)
    for one in everybody:
        fresh = Officer.objects.get(pk=one.pk)
        assert one.cached_rights == resolve(fresh), one.username


@pytest.mark.parametrize("status", Item.Status.values)
def test_the_readers_are_those_of_the_rule(status: str, people: Cast) -> None:
    house = Office.objects.get(code="YGD")
    for audience in audiences(people):
        item = published(officer(f"writer-{audience.pk}", at=house), audience=audience)
        CoAuthor.objects.create(item=item, officer=people.colleague)
        Item.objects.filter(pk=item.pk).update(status=status)
        fresh = Item.objects.get(pk=item.pk)
        everybody = list(Officer.objects.select_related("office").order_by("pk"))
        wanted = [
            one
            for one in everybody
            if Item.objects.visible_to(Officer.objects.get(pk=one.pk)).filter(pk=item.pk).exists()
        ]
        assert readers_among(everybody, fresh) == wanted


def test_the_number_of_queries_is_that_of_one(people: Cast) -> None:
    item = published(
        people.author, audience=audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    )
    everybody = list(Officer.objects.select_related("office"))
    with CaptureQueriesContext(connection) as queries:
        readers_among(everybody, item)
    assert len(queries) <= 6
