"""The page of hits: filters, numbers, pages, marks, and what it does not tell."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import clock
from knowledge.models import Category, Item
from knowledge.services.retire import hide_item, retire_item
from knowledge.services.touch import tell_search
from tests.cast import Cast, cast, draft, published, submitted
from tests.knowledge.views.blindness import judges, renamed
from tests.knowledge.views.forms import signed_in
from tests.searching import Search

pytestmark = pytest.mark.django_db

SEARCH = reverse("search:results")


INDEX: list[Search] = []


@pytest.fixture
def people(search: Search) -> Cast:
    INDEX[:] = [search]
    return cast()


def found(reader: Officer, **query: str) -> str:
    INDEX[0].follow()
    answer = signed_in(reader).get(SEARCH, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def titles(html: str) -> list[str]:
    heads = re.findall(r"<h2><a [^>]*>(.*?)</a></h2>", html)
    return [re.sub(r"</?mark>", "", head) for head in heads]


def named(author: Officer, *names: str, **columns: Any) -> list[Item]:
    items: list[Item] = []
    for number, name in enumerate(names):
        item = published(author, title=name)
        moment = clock.now() - timedelta(hours=number)
        Item.objects.filter(pk=item.pk).update(**({"published_at": moment} | columns))
        tell_search(item.pk)
        items.append(item)
    return items


def test_the_number_of_hits_is_the_number_that_one_may_read(people: Cast) -> None:
    named(people.author, "환급 하나", "환급 둘")
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    named(people.author, "환급 비밀", audience=busan)
    draft(people.author, title="환급 초안")
    submitted(people.author, title="환급 제출")
    for reader, hits in ((people.stranger, 2), (people.colleague, 3), (people.author, 3)):
        html = found(reader, q="환급")
        assert len(titles(html)) == hits
        assert f"{hits} hits" in html


def test_what_is_out_of_use_is_not_found(people: Cast) -> None:
    retired, hidden = named(people.author, "환급 낡음", "환급 숨김")
    retire_item(item=retired, by=people.author, reason="낡음")
    hide_item(item=hidden, by=people.coordinator, reason="개인정보")
    for reader in (people.stranger, people.author, people.coordinator):
        assert titles(found(reader, q="환급")) == []


def test_hits_are_narrowed_by_field_language_and_grade(people: Cast) -> None:
    top = Category.objects.create(slug="trade", name_ko="무역", name_en="Trade")
    below = Category.objects.create(slug="import", name_ko="수입", name_en="Import", parent=top)
    named(people.author, "환급 무역", category=below)
    named(people.author, "환급 refund", language="en")
    named(people.author, "환급 으뜸", grade="superior", score=9)
    assert titles(found(people.stranger, q="환급", category="trade")) == ["환급 무역"]
    assert titles(found(people.stranger, q="환급", language="en")) == ["환급 refund"]
    assert titles(found(people.stranger, q="환급", superior="1")) == ["환급 으뜸"]
    assert titles(found(people.stranger, q="환급", superior="1", language="en")) == []


@pytest.mark.parametrize("wrong", ["category", "language", "superior", "page"])
@pytest.mark.parametrize("value", ["nonsense", "-1", "\x00", "9" * 40])
def test_what_an_address_says_wrongly_is_left_out(people: Cast, wrong: str, value: str) -> None:
    named(people.author, "환급 하나")
    assert titles(found(people.stranger, q="환급", **{wrong: value})) == ["환급 하나"]


def test_the_form_says_what_is_chosen(people: Cast) -> None:
    Category.objects.create(slug="trade", name_ko="무역", name_en="Trade")
    html = found(people.stranger, q="환급 신청", category="trade", language="en", superior="1")
    assert 'name="q" value="환급 신청"' in html
    assert '<option value="trade" selected>' in html
    assert '<option value="en" selected>' in html
    assert 'name="superior" value="1" checked' in html


def test_pages_hold_twenty_hits_and_keep_the_query(people: Cast) -> None:
    names = [f"환급 {number:02}" for number in range(25)]
    named(people.author, *names)
    first, second = (found(people.stranger, q="환급", page=page) for page in ("1", "2"))
    assert titles(first) == names[:20]
    assert titles(second) == names[20:]
    assert titles(found(people.stranger, q="환급", page="99")) == names[20:]
    assert "page=2" in first
    assert "q=%ED%99%98%EA%B8%89" in first


def test_words_are_marked_and_nothing_of_a_title_runs(people: Cast) -> None:
    named(people.author, "<b onclick=x>환급</b> & FTA")
    html = found(people.stranger, q="환급 fta")
    assert "<mark>환급</mark>" in html
    assert "<mark>FTA</mark>" in html
    assert "<b onclick" not in html
    assert "&amp;" in html


def test_nothing_found_says_what_to_do(people: Cast) -> None:
    html = found(people.stranger, q="<i>없는 말</i>")
    assert 'class="empty"' in html
    assert reverse("knowledge:list") in html
    assert "<i>없는" not in html


def test_who_judges_an_item_finds_it_without_its_writers(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "홍길동")
    item = named(people.author, "환급 하나")[0]
    judges(monkeypatch, people.evaluator, item)
    html = found(people.evaluator, q="환급")
    assert titles(html) == ["환급 하나"]
    assert "홍길동" not in html
    assert "BUS Customs" not in html
    # Nor is a name a way to the item.
    assert titles(found(people.evaluator, q="홍길동")) == []
    assert "홍길동" in found(people.stranger, q="환급")
