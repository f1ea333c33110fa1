"""The rule of reading says the same of a row in hand as it says in SQL."""

from __future__ import annotations

import pytest
from django.db.models import Q
from django.http import Http404

from accounts.models import Audience
from accounts.services.audiences import audience_for
from knowledge.access import get_facts
from knowledge.matching import matches
from knowledge.models import CoAuthor, Item
from tests.cast import Cast, cast, draft, published, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def test_everybody_sees_one_by_one_what_lists_show_them(people: Cast) -> None:
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    chiefs = audience_for(kind=Audience.Kind.ALL, lowest_grade=5)
    items: list[Item] = [draft(people.author), submitted(people.author)]
    for audience in (None, busan, chiefs):
        items.append(published(people.author, audience=audience))
    for status in ("returned", "rejected", "retired", "hidden"):
        items.append(published(people.author, audience=busan))
        Item.objects.filter(pk=items[-1].pk).update(status=status)
    CoAuthor.objects.create(item=items[0], officer=people.stranger)
    cast_members = [
        people.author,
        people.colleague,
        people.coordinator,
        people.evaluator,
        people.stranger,
        people.admin,
    ]
    for person in cast_members:
        listed = set(Item.objects.visible_to(person).values_list("pk", flat=True))
        found = set()
        for item in items:
            try:
                found.add(get_facts(person, item.pk).pk)
            except Http404:
                continue
        assert found == listed, person


def test_a_condition_it_does_not_know_is_refused(people: Cast) -> None:
    item = draft(people.author)
    assert matches(~Q(status="published"), item)
    assert not matches(Q(status="draft") & Q(pk__in=[]), item)
    with pytest.raises(ValueError, match="icontains"):
        matches(Q(title__icontains="x"), item)
