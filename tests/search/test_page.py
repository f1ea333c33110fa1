"""The page of hits: filters, numbers, pages, marks, and what it does not tell."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import clock
from knowledge.models import Category, Item
from knowledge.services.retire import hide_item, retire_item
from knowledge.services.touch import tell_search
from search import lexicon as words
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
    words.forget()
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


def test_a_hit_says_its_corrected_score_and_the_plain_mean(people: Cast) -> None:
    named(people.author, "환급 으뜸", grade="superior", score=9, raw_score=8)
    assert "(mean 8.0)" in found(people.stranger, q="환급")


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


@pytest.mark.parametrize(
    "wrong", ["category", "language", "superior", "page", "office", "year", "kind", "sort"]
)
@pytest.mark.parametrize("value", ["nonsense", "-1", "\x00", "9" * 40])
def test_what_an_address_says_wrongly_is_left_out(people: Cast, wrong: str, value: str) -> None:
    named(people.author, "환급 하나")
    assert titles(found(people.stranger, q="환급", **{wrong: value})) == ["환급 하나"]


def test_what_is_chosen_is_said_and_can_be_taken_off(people: Cast) -> None:
    Category.objects.create(slug="trade", name_ko="무역", name_en="Trade")
    html = found(people.stranger, q="환급 신청", category="trade", language="en", sort="read")
    assert 'name="q" value="환급 신청"' in html
    # The next words are looked for with the same filters, in the same order.
    for name, value in (("category", "trade"), ("language", "en"), ("sort", "read")):
        assert f'type="hidden" name="{name}" value="{value}"' in html
    chips = {
        label: parse_qs(unescape(query))
        for query, label in re.findall(r'<a class="krds-tag" href="\?([^"]*)">([^<]*)<', html)
    }
    assert chips == {
        "Trade": {"q": ["환급 신청"], "language": ["en"], "sort": ["read"]},
        "English": {"q": ["환급 신청"], "category": ["trade"], "sort": ["read"]},
    }


def values(html: str) -> dict[str, tuple[int, dict[str, list[str]]]]:
    """Each value of a facet with its number and its address."""
    pattern = (
        r'<li class="depth-\d"><a href="\?([^"]*)"[^>]*>.*?class="name">([^<]*).*?"num">(\d+)<'
    )
    return {
        label: (int(number), parse_qs(unescape(query)))
        for query, label, number in re.findall(pattern, html)
    }


def test_each_facet_says_exactly_what_its_choice_would_find(people: Cast) -> None:
    top = Category.objects.create(slug="trade", name_ko="무역", name_en="Trade")
    below = Category.objects.create(slug="import", name_ko="수입", name_en="Import", parent=top)
    named(people.author, "환급 하나", category=below, language="en")
    named(people.author, "환급 둘", category=top)
    named(people.author, "환급 셋", grade="superior", score=9)
    named(
        people.colleague, "환급 넷", language="en", published_at=clock.now() - timedelta(days=800)
    )
    secret = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    named(people.author, "환급 비밀", audience=secret, category=below)
    for reader, chosen in (
        (people.stranger, {}),
        (people.colleague, {}),
        (people.stranger, {"language": "en"}),
        (people.stranger, {"category": "trade"}),
    ):
        offered = values(found(reader, q="환급", **chosen))
        assert len(offered) > 3
        for label, (number, address) in offered.items():
            html = found(reader, **{name: one[-1] for name, one in address.items()})
            if not chosen or label not in ("English", "Trade"):
                assert len(titles(html)) == number, (label, chosen)
    assert values(found(people.stranger, q="환급"))["Trade"][0] == 2
    assert values(found(people.colleague, q="환급", category="trade"))["Import"][0] == 2


def test_hits_can_be_put_in_order(people: Cast) -> None:
    old, read, best = "환급 옛것", "환급 읽힘", "환급 으뜸"
    named(people.author, old)
    named(people.author, read, view_count=9, published_at=clock.now() - timedelta(days=9))
    named(people.author, best, score=9, published_at=clock.now() - timedelta(days=99))
    assert titles(found(people.stranger, q="환급", sort="newest")) == [old, read, best]
    assert titles(found(people.stranger, q="환급", sort="read"))[0] == read
    assert titles(found(people.stranger, q="환급", sort="score"))[0] == best


def test_where_nothing_is_found_fewer_words_and_people_help(people: Cast) -> None:
    renamed(people.author, "나저자")
    renamed(people.colleague, "김부산")
    named(people.author, "환급 하나", "환급 둘")
    secret = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    named(people.colleague, "환급 비밀", audience=secret)
    html = found(people.stranger, q="환급 쿼크", language="ko")
    assert titles(html) == []
    assert 'href="?q=%ED%99%98%EA%B8%89&amp;language=ko"' in html
    assert "2 hits" in html
    assert "나저자" in html
    # Who wrote only what the officer may not read is nobody to name.
    assert "김부산" not in html
    assert "김부산" in found(people.author, q="환급 쿼크")
    assert "Search without filters: 2 hits" in found(people.stranger, q="환급", language="en")


def test_who_judges_is_not_told_the_writer_by_the_help(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "나저자")
    item = named(people.author, "환급 하나")[0]
    judges(monkeypatch, people.evaluator, item)
    assert "나저자" not in found(people.evaluator, q="환급 쿼크")
    assert "나저자" in found(people.stranger, q="환급 쿼크")


def test_what_was_meant_is_searched_for_and_can_be_undone(people: Cast) -> None:
    named(people.author, *(f"보세운송 절차 {number}" for number in range(4)))
    INDEX[0].follow()
    words.lexicon(wait=True)
    html = found(people.stranger, q="보셰운송")
    assert len(titles(html)) == 4
    assert "“보셰운송” was read as a misspelling of “보세운송”." in html
    undo = re.search(r'href="\?(q=[^"]*exact=1)"', html)
    assert undo is not None
    html = found(people.stranger, **{k: v[0] for k, v in parse_qs(unescape(undo[1])).items()})
    assert titles(html) == []
    assert "Did you mean" in html


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
    assert "Nothing was found" in html
    assert reverse("knowledge:list") in html
    assert "<i>없는" not in html


def test_who_judges_an_item_finds_it_without_its_writers(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "나저자")
    item = named(people.author, "환급 하나")[0]
    judges(monkeypatch, people.evaluator, item)
    html = found(people.evaluator, q="환급")
    assert titles(html) == ["환급 하나"]
    assert "나저자" not in html
    assert "BUS Customs" not in html
    # Nor is a name a way to the item.
    assert titles(found(people.evaluator, q="나저자")) == []
    assert "나저자" in found(people.stranger, q="환급")
