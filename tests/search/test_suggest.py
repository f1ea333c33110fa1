"""What is offered while somebody types: exactly what they may read, and their own searches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import clock
from knowledge.models import Category
from search.index.prefix import pattern
from search.log import report
from search.models import Asked
from search.services.log_searches import flush_searches, note_click, note_search, prune_searches
from tests.cast import Cast, cast, draft, published
from tests.searching import Search

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(search: Search, client: Client) -> Cast:
    made = cast()
    secret = audience_for(kind=Audience.Kind.OFFICE, office=made.busan)
    published(made.author, title="수입통관 절차 안내")
    published(made.author, title="통관보류 해제 방법", audience=secret)
    draft(made.author, title="통관 초안")
    Category.objects.create(slug="customs", name_ko="세관", name_en="Customs")
    search.follow()
    return made


def offered(officer: Officer, typed: str) -> dict[str, list[str]]:
    client = Client()
    client.force_login(officer)
    answer: dict[str, Any] = client.get(reverse("search:suggest"), {"q": typed}).json()
    return {
        group["label"]: [option["label"] for option in group["options"]]
        for group in answer["groups"]
    }


def test_titles_are_offered_while_a_word_is_unfinished(people: Cast) -> None:
    for typed in ("수입", "수입토", "통관", "ㅌㄱ", "수입통관 저", "ㅅㅇ", "안ㄴ", "안"):
        assert offered(people.stranger, typed)["Titles"] == ["수입통관 절차 안내"], typed
    assert "Titles" not in offered(people.stranger, "안낸")


def test_titles_that_one_may_not_read_are_not_offered(people: Cast) -> None:
    assert "통관보류 해제 방법" in offered(people.colleague, "통관")["Titles"]
    assert offered(people.stranger, "통관보").get("Titles", []) == []
    assert offered(people.author, "통관 초").get("Titles", []) == []


def test_categories_and_colleagues_are_offered(people: Cast) -> None:
    assert "Customs" in offered(people.stranger, "ㅅㄱ")["Categories"]
    assert offered(people.stranger, "custo")["Categories"] == ["Customs"]
    assert people.author.name in offered(people.stranger, people.author.name[:4])["Colleagues"]


def test_only_ones_own_searches_are_offered(people: Cast) -> None:
    for asker, text, hits in (
        (people.stranger, "통관 서류", 3),
        (people.stranger, "관세 환급", 2),
        (people.stranger, "없는 통관", 0),
        (people.colleague, "통관 비밀", 1),
    ):
        note_search(officer_id=asker.pk, text=text, hits=hits, is_narrowed=False)
    assert flush_searches() == 4
    assert offered(people.stranger, "")["Recent searches"] == ["관세 환급", "통관 서류"]
    assert offered(people.stranger, "통관")["Recent searches"] == ["통관 서류"]


def test_nothing_that_is_typed_breaks_it(people: Cast) -> None:
    client = Client()
    client.force_login(people.stranger)
    for typed in ("", "%", "\x00", "(", "[가-", "ㅏ", "가" * 5000, '"', "😀", "-", "'; --"):
        assert client.get(reverse("search:suggest"), {"q": typed}).status_code == 200


def test_other_characters_make_no_pattern() -> None:
    assert pattern("a.*") == ""
    assert pattern("토") == "[토-톻]"
    assert pattern("ㅌ관") == "[타-팋](관|과[나-닣])"


def test_a_click_is_told_of_ones_own_search_only(people: Cast) -> None:
    key = note_search(officer_id=people.stranger.pk, text="통관", hits=3, is_narrowed=False)
    for officer, rank in ((people.colleague, "1"), (people.stranger, "2"), (people.stranger, "9")):
        client = Client()
        client.force_login(officer)
        for given in (str(key), str(uuid4()), "nonsense"):
            answer = client.post(reverse("search:clicked"), {"key": given, "rank": rank})
            assert answer.status_code == 204
    flush_searches()
    assert Asked.objects.get().rank == 2


def test_what_is_typed_on_is_one_search(people: Cast) -> None:
    for text, hits in (("통", 9), ("통관", 5), ("통관", 3), ("환급", 2)):
        note_search(officer_id=people.stranger.pk, text=text, hits=hits, is_narrowed=False)
    note_search(officer_id=people.colleague.pk, text="통관 서류", hits=1, is_narrowed=False)
    flush_searches()
    rows = Asked.objects.order_by("pk").values_list("text", "hits")
    assert list(rows) == [("통관", 3), ("환급", 2), ("통관 서류", 1)]


def test_searches_go_after_half_a_year(people: Cast) -> None:
    for text in ("통관", "환급"):
        note_search(officer_id=people.stranger.pk, text=text, hits=1, is_narrowed=False)
    flush_searches()
    Asked.objects.filter(text="통관").update(at=clock.now() - timedelta(days=181))
    assert prune_searches() == 1
    assert Asked.objects.get().text == "환급"


def test_the_log_has_no_names_and_nothing_that_one_officer_alone_looked_for(people: Cast) -> None:
    for asker, text, hits in (
        (people.stranger, "통관 서류", 3),
        (people.colleague, "통관  서류", 5),
        (people.stranger, "없는 말", 0),
        (people.colleague, "없는 말", 0),
        (people.author, "비밀 수사", 0),
    ):
        key = note_search(officer_id=asker.pk, text=text, hits=hits, is_narrowed=False)
        if asker == people.colleague and hits:
            note_click(officer_id=asker.pk, key=key, rank=3)
    flush_searches()
    made = report(7)
    assert (made.searches, made.empty, made.opened, made.mean_rank) == (5, 3, 1, 3)
    assert sum(number for _day, number in made.days) == 5
    assert [(one.searches, one.officers, one.opened) for one in made.frequent] == [
        (2, 2, 0),
        (2, 2, 1),
    ]
    assert [one.text for one in made.fruitless] == ["없는 말"]
    assert made.unopened == []
    client = Client()
    client.force_login(people.coordinator)
    html = client.get(reverse("search:log"), {"days": "7"}).content.decode()
    assert "없는 말" in html
    assert "비밀 수사" not in html
    assert people.stranger.name not in html
