"""What operators, names, citations, synonyms and meaning find."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Officer
from core import clock
from knowledge.models import Item
from knowledge.services.comments import add_comment
from knowledge.services.revise import revise_item
from knowledge.services.touch import tell_search
from search import hits
from search.index.filters import Filters
from search.index.rules import Signals, multiplier
from search.meaning.store import Near
from search.query.parse import parse
from tests.cast import Cast, cast, category, fields, published
from tests.searching import Search

# A text has a least length; this has no word of the tests.
FILLER = "여기까지 읽은 사람은 고개를 끄덕이고 다음 사람에게 넘겨준다."


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def written(by: Officer, **form: Any) -> int:
    item = published(by, title=form["title"])
    form["source"] = f"{form.get('source', '')}\n\n{FILLER}"
    whole = fields(**{"summary": "짧은 글이다."} | form)
    revise_item(item=item, by=by, fields=whole, base=item.current_revision)
    return item.pk


def test_operators_look_in_their_place_only(people: Cast, search: Search) -> None:
    one = written(people.author, title="통관 안내", tags=("환급",), category=category("drugs"))
    two = written(people.stranger, title="환급 안내", source="통관은 뒤에 나온다.", language="en")
    add_comment(item=Item.objects.get(pk=two), by=people.author, source="검역 확인")
    old = clock.now() - timedelta(days=800)
    Item.objects.filter(pk=one).update(published_at=old)
    tell_search(one)
    for typed, wanted in {
        "통관": {one, two},
        "제목:통관": {one},
        "태그:환급": {one},
        "댓글:검역": {two},
        "작성자:author": {one},
        "부서:BUS": {one},
        "분류:drugs": {one},
        "lang:en": {two},
        "통관 -환급": set(),
        "통관 -제목:통관": {two},
        f"before:{old.year + 1}": {one},
        f"after:{old.year + 1}": {two},
        "kind:general": {one, two},
        "kind:없는종류": set(),
        '"통관 안내"': {one},
        '"안내 통관"': set(),
        "-통관": set(),
        "author": {one},
    }.items():
        assert set(search.found(people.colleague, typed)) == wanted, typed


def test_what_a_word_is_part_of_is_found(people: Cast, search: Search) -> None:
    whole = written(people.author, title="수입통관절차", source="블루베리 세정제 XR-2000")
    for typed in (
        "통관",
        "수입 통관 절차",
        "통관절차를",
        "ＸＲ－２０００",
        "xr2000",
        "세정제",
        "루베",
    ):
        assert search.found(people.colleague, typed) == [whole], typed


def test_an_article_is_found_in_any_writing(people: Cast, search: Search) -> None:
    cites = written(
        people.author, title="수입신고", source="「관세법」 제241조제1항에 따라 신고한다."
    )
    written(people.author, title="241번 창구", source="관세법을 다룬다.")
    for typed in ("관세법 제241조 제1항", "관세법 241조", "법:관세법 제241조"):
        assert search.found(people.colleague, typed)[0] == cites, typed


def test_a_synonym_finds_the_other_word(people: Cast, search: Search) -> None:
    item = written(people.author, title="자유무역협정 활용", source="협정 적용 사례")
    assert search.found(people.colleague, "FTA") == [item]


def test_too_many_words_need_not_all_be_found(people: Cast, search: Search) -> None:
    item = written(people.author, title="보세운송 신고 기한 연장", source="세관장이 승인한다.")
    found = hits.search
    search.follow()
    strict = found(people.colleague, parse("보세운송 신고 없는말하나"))
    assert (strict.items, strict.is_relaxed) == ([], False)
    relaxed = found(people.colleague, parse("보세운송 신고 기한 없는말하나"))
    assert ([i.pk for i in relaxed.items], relaxed.is_relaxed) == ([item], True)


def test_meaning_adds_what_has_other_words_within_filters(
    people: Cast, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexical = [written(people.author, title=f"통관 {n}", source="본문") for n in range(3)]
    near = written(people.author, title="Clearing goods", source="goods", language="en")
    search.follow()

    class Meant:
        def near(self, **_how: object) -> list[Near]:
            return [Near(near, 0.95), Near(lexical[2], 0.9)]

    monkeypatch.setattr("search.meaning.question.ask", lambda _text: Meant())
    both = hits.search(people.colleague, parse("통관"))
    assert {item.pk for item in both.items} == {*lexical, near}
    assert both.items[0].pk == lexical[2], "fits by words and by meaning"
    assert both.count == 4
    assert both.facets()["language"] == {"ko": 3, "en": 1}
    pages = [hits.search(people.colleague, parse("통관"), offset=n, limit=1) for n in range(4)]
    assert [page.items[0] for page in pages] == both.items
    for narrow in (
        Filters(languages=frozenset({"ko"})),
        Filters(since=clock.now() + timedelta(days=1)),
    ):
        narrowed = hits.search(people.colleague, parse("통관"), filters=narrow)
        assert near not in {item.pk for item in narrowed.items}
    assert hits.search(people.colleague, parse("통관 -goods")).count == 3


def test_deep_pages_hold_every_hit_once(
    people: Cast, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "ORDERED", 5)
    items = {published(people.author, title=f"통관 {n}").pk for n in range(23)}
    search.follow()
    pages = [
        hits.search(people.colleague, parse("통관"), offset=n, limit=4) for n in range(0, 24, 4)
    ]
    shown = [item.pk for page in pages for item in page.items]
    assert len(shown) == 23
    assert set(shown) == items
    assert {page.count for page in pages} == {23}


def test_what_is_known_of_an_item_moves_it_within_bounds() -> None:
    now = clock.now()
    plain = Signals(False, None, datetime(1980, 1, 1, tzinfo=now.tzinfo), 0)
    best = Signals(True, None, now, 1_000_000)
    assert 1.0 <= multiplier(plain, now) < multiplier(best, now) < 1.5
