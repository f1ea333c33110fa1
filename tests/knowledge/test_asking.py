"""Questions about items that other rooms ask: writers, submissions, duplicates, blinds."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import registry
from knowledge.blind import hidden_writers
from knowledge.duplicates import likely_duplicates
from knowledge.models import Item
from knowledge.services.refuse import return_item
from knowledge.services.revise import revise_item
from knowledge.services.submit import submit_item, withdraw_item
from knowledge.submissions import last_submitted_revision, submitted_revision_ids
from knowledge.writers import writer_ids, writers_of
from tests.cast import Cast, cast, draft, fields, published
from tests.delivering import deliver_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def test_writers_in_order(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.stranger, people.colleague))
    assert writers_of(item) == [people.author, people.stranger, people.colleague]
    assert writer_ids(item) == [officer.pk for officer in writers_of(item)]


def test_the_text_that_was_submitted_before(people: Cast) -> None:
    item = draft(people.author)
    first = item.current_revision
    assert first is not None
    assert last_submitted_revision(item) is None
    submit_item(item=item, by=people.author)
    assert last_submitted_revision(item) is None
    withdraw_item(item=item, by=people.author)
    submit_item(item=item, by=people.author)
    return_item(item=item, by=people.coordinator, reason="근거")
    second = revise_item(item=item, by=people.author, base=first, fields=fields(title="고침"))
    submit_item(item=item, by=people.author)
    item.refresh_from_db()
    assert last_submitted_revision(item) == first
    assert submitted_revision_ids(item) == [second.pk, first.pk, first.pk]


def test_likely_duplicates_are_those_one_may_read(people: Cast) -> None:
    near = published(people.author, title="보세운송 신고 절차와 기한")
    nearest = published(people.author, title="보세운송 신고 절차")
    secret = audience_for(kind=Audience.Kind.OFFICE, office=people.incheon)
    published(people.stranger, title="보세운송 신고 절차 안내", audience=secret)
    published(people.author, title="전혀 다른 여행자 휴대품")
    draft(people.author, title="보세운송 신고 절차")
    item = draft(people.colleague, title="보세운송 신고 절차 ")
    found = likely_duplicates(item, people.coordinator)
    assert [(row.pk, row.title) for row in found] == [(i.pk, i.title) for i in (nearest, near)]
    assert found[0].similarity == 1.0
    assert 0.3 <= found[1].similarity < 1.0
    assert len(likely_duplicates(item, people.coordinator, limit=1)) == 1
    assert likely_duplicates(Item(title=""), people.coordinator) == []


def test_likely_duplicates_use_the_index(people: Cast) -> None:
    one = published(people.author)
    Item.objects.bulk_create(
        Item(
            kind="knowledge",
            title=f"{number * 7919}호 물품의 통관 {number}",
            author=one.author,
            office=one.office,
            category=one.category,
            audience=one.audience,
            status="published",
            current_revision=one.current_revision,
            published_at=one.published_at,
        )
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('item_search_title')")
        cursor.execute("ANALYZE knowledge_item")
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Item.objects.published().filter(title__trigram_similar=one.title).explain()
    assert "item_search_title" in plan


def test_blinds_are_joined(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def of(*ids: int) -> object:
        def blind(officer: Officer) -> frozenset[int]:
            return frozenset(ids) if officer == people.evaluator else frozenset()

        return blind

    monkeypatch.setattr(registry.blinds, "_entries", {"a": of(1, 2), "b": of(2, 3)})
    assert hidden_writers(people.evaluator) == {1, 2, 3}
    assert hidden_writers(people.author) == frozenset()


def test_nothing_is_left_in_the_outbox(people: Cast) -> None:
    submit_item(item=draft(people.author), by=people.author)
    deliver_all()
    assert deliver_all() == 0
