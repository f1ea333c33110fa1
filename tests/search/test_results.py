"""Search as officers meet it: what they may read, by every word."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Audience
from accounts.services.audiences import audience_for
from knowledge.models import Item
from knowledge.services.touch import tell_search
from tests.cast import office, officer, published
from tests.searching import Search

pytestmark = pytest.mark.django_db


def titles(client: Client, search: Search, **query: str) -> list[str]:
    search.follow()
    page = client.get("/search/", query).context["page"]
    return [item.title for item in page]


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(officer("reader", at=office("ICN")))
    return client


def test_every_word_must_occur_somewhere(reader: Client, search: Search) -> None:
    author = officer("author", at=office("BSN"))
    published(author, title="수입통관절차 안내")
    published(author, title="수출통관 안내")
    assert titles(reader, search, q="통관 안내 수입") == ["수입통관절차 안내"]
    assert len(titles(reader, search, q="통관")) == 2


def test_what_you_may_not_read_is_not_found_nor_counted(reader: Client, search: Search) -> None:
    busan = office("BSN")
    author = officer("author", at=busan)
    published(author, title="통관 공개")
    audience = audience_for(kind=Audience.Kind.OFFICE, office=busan)
    published(author, title="통관 부산만", audience=audience)
    draft = published(author, title="통관 초안")
    Item.objects.filter(pk=draft.pk).update(status="draft")
    tell_search(draft.pk)
    search.follow()
    page = reader.get("/search/", {"q": "통관"})
    assert page.context["page"].paginator.count == 1
    assert "부산만" not in page.content.decode()
    assert "초안" not in page.content.decode()


def test_a_title_with_the_whole_query_comes_first(reader: Client, search: Search) -> None:
    author = officer("author", at=office("BSN"))
    first = published(author, title="원산지 증명서 확인")
    other = published(author, title="증명서와 원산지")
    assert titles(reader, search, q="원산지 증명서") == [first.title, other.title]


@pytest.mark.parametrize(
    "typed", ["", " ", "%", "_", "'", "\\", "\x00", "가" * 5000, "<script>", "관"]
)
def test_no_query_breaks_the_page(reader: Client, search: Search, typed: str) -> None:
    published(officer("author", at=office("BSN")), title="관세 100% 환급_안내")
    search.follow()
    answer = reader.get("/search/", {"q": typed, "page": "x", "category": "none", "language": "?"})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get("/search/", {"q": "통관"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_while_there_is_no_index_the_page_says_so(
    reader: Client, search: Search, caplog: pytest.LogCaptureFixture
) -> None:
    answer = reader.get("/search/", {"q": "통관"})
    assert answer.status_code == 200
    assert "Search is being prepared" in answer.content.decode()
    assert "index is being made" in caplog.text
