"""Meaning of items: found across languages, within rights, and worked out when nobody waits."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection
from django.test import Client

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from knowledge.models import Item
from search.checks import meaning, meaning_note
from search.meaning import store
from search.meaning.model import embed_queries, is_available
from search.meaning.question import ask
from search.models import Likeness, Meaning, Passage
from search.services.embed import embed_some, waiting
from tests.cast import Cast, cast, published

pytestmark = pytest.mark.django_db
FOREVER = 600.0
PATIENT = 60.0


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def vectors() -> None:
    """Tests that need vectors; Debian's PostgreSQL has none."""
    if not (is_available() and store.is_ready()):
        pytest.skip(f"meaning is {meaning_note()}")


def found(reader: Officer, text: str) -> list[str]:
    near = ask(text).near(among=Item.objects.visible_to(reader).published(), wait_seconds=PATIENT)
    titles = dict(Item.objects.values_list("pk", "title"))
    return [titles[one.item_id] for one in near]


@pytest.mark.usefixtures("vectors")
def test_an_english_question_finds_the_korean_item(people: Cast) -> None:
    for title in ("말린 고추", "전기자동차용 리튬이온 축전지", "여행자 휴대품 면세 한도"):
        published(people.author, title=title)
    embed_some(seconds=FOREVER)
    assert found(people.stranger, "lithium-ion battery for electric cars")[0] == (
        "전기자동차용 리튬이온 축전지"
    )


@pytest.mark.usefixtures("vectors")
def test_what_one_may_not_read_is_not_near_and_takes_nobodys_place(people: Cast) -> None:
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    for number in range(60):
        published(people.author, title=f"보세운송 신고 {number}", audience=busan)
    published(people.author, title="보세구역 물품의 운송")
    hidden = published(people.author, title="보세운송의 신고")
    embed_some(seconds=FOREVER)
    Item.objects.filter(pk=hidden.pk).update(status="hidden")
    vector = embed_queries(["보세운송 신고"])[0]
    among = Item.objects.visible_to(people.stranger).published()
    near = store.nearest(vector, among=among, limit=5)
    assert Item.objects.get(pk=near[0].item_id).title == "보세구역 물품의 운송"
    assert len(near) == 1


@pytest.mark.usefixtures("vectors")
def test_nothing_is_found_where_nothing_fits(people: Cast) -> None:
    published(people.author, title="보세운송 신고")
    embed_some(seconds=FOREVER)
    assert found(people.stranger, "김치찌개를 맛있게 끓이는 방법") == []


@pytest.mark.usefixtures("vectors")
def test_a_changed_item_waits_again_and_loses_its_old_passages(people: Cast) -> None:
    item = published(people.author)
    embed_some(seconds=FOREVER)
    assert not waiting(Meaning.Depth.WHOLE).exists()
    number = Passage.objects.filter(item=item).count()
    assert number == 2
    Item.objects.filter(pk=item.pk).update(title="수출 신고")
    assert [row.pk for row in waiting(Meaning.Depth.HEAD)] == [item.pk]
    item.current_revision.html = ""  # type: ignore[union-attr]
    item.current_revision.save()  # type: ignore[union-attr]
    embed_some(seconds=FOREVER)
    assert Passage.objects.filter(item=item).count() == 1
    assert not waiting(Meaning.Depth.WHOLE).exists()


@pytest.mark.usefixtures("vectors")
def test_a_slice_ends_in_time_and_the_next_goes_on(people: Cast) -> None:
    for number in range(3):
        published(people.author, title=f"통관 {number}")
    assert embed_some(seconds=0).more
    assert Meaning.objects.count() == 0
    assert not embed_some(seconds=FOREVER).more
    assert Meaning.objects.filter(depth=Meaning.Depth.WHOLE).count() == 3


def test_without_the_model_items_are_related_by_words(people: Cast, settings: object) -> None:
    settings.SEARCH_MEANING = False  # type: ignore[attr-defined]
    one = published(people.author, title="보세운송 신고의 순서와 기한")
    other = published(people.author, title="보세운송 신고의 순서와 서류")
    published(people.author, title="리튬이온 축전지")
    embed_some(seconds=FOREVER)
    assert list(Likeness.objects.filter(item=one).values_list("other", flat=True)) == [other.pk]
    assert list(Likeness.objects.filter(item=other).values_list("other", flat=True)) == [one.pk]
    assert ask("보세운송").near(among=Item.objects.all()) == []


def test_the_portal_says_that_there_are_no_vectors(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_passage DROP COLUMN IF EXISTS embedding")
    answer = client.get("/healthz").json()
    assert answer["database"] == "ok"
    assert answer["meaning"] == "off: no pgvector 0.8 or newer"
    assert [note.id for note in meaning(databases=["default"])] == ["search.I001"]
    assert ask("보세운송").near(among=Item.objects.all()) == []


@pytest.mark.usefixtures("vectors")
def test_vectors_come_back_as_they_were_written(people: Cast) -> None:
    item = published(people.author)
    vector = embed_queries(["보세운송 신고"])[0]
    store.write(item.pk, np.array([vector]), is_whole=True)
    (near,) = store.nearest(vector, among=Item.objects.all(), limit=3)
    assert near.item_id == item.pk
    assert near.likeness == pytest.approx(1, abs=1e-3)
