"""Suggestions while somebody types: officers and tags."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Officer
from tests.cast import Cast, draft
from tests.knowledge.views.forms import signed_in

pytestmark = pytest.mark.django_db


def officers(people: Cast, typed: str) -> list[str]:
    answer = signed_in(people.author).get(reverse("accounts:suggest"), {"q": typed})
    assert answer.status_code == 200
    return [option["value"] for option in answer.json()["options"]]


def test_officers_are_found_by_part_of_a_name_and_begin_of_a_number(people: Cast) -> None:
    Officer.objects.filter(pk=people.colleague.pk).update(
        name_ko="이도윤", name_en="Lee Doyun", employee_number="K-77"
    )
    for typed in ("도윤", "doyun", "coll", "k-7"):
        assert officers(people, typed) == ["colleague"]


def test_neither_oneself_nor_those_who_left_are_offered(people: Cast) -> None:
    assert officers(people, "author") == []
    people.colleague.is_active = False
    people.colleague.save()
    assert officers(people, "colleague") == []


@pytest.mark.parametrize("typed", ["", "  ", "\0", "%", "_", "'"])
def test_nothing_and_signs_find_nobody(people: Cast, typed: str) -> None:
    assert officers(people, typed) == []


def test_a_suggestion_says_the_office(people: Cast) -> None:
    answer = signed_in(people.author).get(reverse("accounts:suggest"), {"q": "stranger"})
    assert answer.json()["options"] == [
        {"value": "stranger", "label": "Stranger", "note": "ICN Customs"}
    ]


def test_tags_that_begin_so_come_most_used_first(people: Cast) -> None:
    for tags in (("원산지", "원산지증명서"), ("원산지증명서",), ("환급",)):
        draft(people.author, tags=tags)
    answer = signed_in(people.author).get(reverse("knowledge:suggest_tags"), {"q": "원산"})
    assert [o["value"] for o in answer.json()["options"]] == ["원산지증명서", "원산지"]
