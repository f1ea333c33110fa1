"""Search as officers meet it: what they may read, by every word."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Audience
from accounts.services.audiences import audience_for
from knowledge.models import Item
from search.queries import Filters, best_first, matching
from search.words import read_query
from tests.cast import office, officer, published

pytestmark = pytest.mark.django_db


def titles(client: Client, **query: str) -> list[str]:
    page = client.get("/search/", query).context["page"]
    return [item.title for item in page]


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(officer("reader", at=office("ICN")))
    return client


def test_every_word_must_occur_somewhere(reader: Client) -> None:
    author = officer("author", at=office("BSN"))
    published(author, title="수입통관절차 안내")
    published(author, title="수출통관 안내")
    assert titles(reader, q="통관 안내 수입") == ["수입통관절차 안내"]
    assert len(titles(reader, q="통관")) == 2


def test_what_you_may_not_read_is_not_found_nor_counted(reader: Client) -> None:
    busan = office("BSN")
    author = officer("author", at=busan)
    published(author, title="통관 공개")
    audience = audience_for(kind=Audience.Kind.OFFICE, office=busan)
    published(author, title="통관 부산만", audience=audience)
    draft = published(author, title="통관 초안")
    Item.objects.filter(pk=draft.pk).update(status="draft")
    page = reader.get("/search/", {"q": "통관"})
    assert page.context["page"].paginator.count == 1
    assert "부산만" not in page.content.decode()
    assert "초안" not in page.content.decode()


def test_a_title_with_the_whole_query_comes_first(reader: Client) -> None:
    author = officer("author", at=office("BSN"))
    first = published(author, title="원산지 증명서 확인")
    other = published(author, title="증명서와 원산지")
    assert titles(reader, q="원산지 증명서") == [first.title, other.title]


@pytest.mark.parametrize(
    "typed", ["", " ", "%", "_", "'", "\\", "\x00", "가" * 5000, "<script>", "관"]
)
def test_no_query_breaks_the_page(reader: Client, typed: str) -> None:
    published(officer("author", at=office("BSN")), title="관세 100% 환급_안내")
    answer = reader.get("/search/", {"q": typed, "page": "x", "category": "none", "language": "?"})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get("/search/", {"q": "통관"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_the_trigram_indexes_serve_the_question(reader: Client) -> None:
    author = officer("author", at=office("BSN"))
    item = published(author, title="보세운송 신고")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO knowledge_item (kind, title, summary, author_id, office_id, category_id,"
            " audience_id, language, status, status_reason, current_revision_id, tag_names,"
            " created_at, published_at, updated_at, view_count, comment_count, reaction_count,"
            " bookmark_count, grade, version)"
            " SELECT kind, 'item ' || n, md5(n::text), author_id, office_id, category_id,"
            " audience_id, language, status, '', current_revision_id, '', created_at,"
            " published_at, updated_at, 0, 0, 0, 0, '', 0"
            " FROM knowledge_item, generate_series(1, 40000) n WHERE id = %s",
            [item.pk],
        )
        # What autovacuum does: entries that wait outside the trees make an index look dear.
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index WHERE indrelid ="
            " 'knowledge_item'::regclass AND indexrelid::regclass::text LIKE 'item_search_%'"
        )
        cursor.execute("ANALYZE knowledge_item")
    query = read_query("보세운송")
    plan = best_first(matching(author, query, Filters()), query).explain()
    assert "item_search_title" in plan, plan
    assert "Seq Scan on knowledge_item" not in plan, plan
