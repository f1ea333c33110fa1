"""The versions of an item: who sees them, one of them, and two compared."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Officer
from knowledge.models import Item
from knowledge.services.publish import publish_item
from knowledge.services.retire import retire_item
from knowledge.services.revise import revise_item
from tests.cast import Cast, draft, fields, submitted
from tests.knowledge.views.blindness import judges, renamed
from tests.knowledge.views.forms import latest, signed_in
from tests.query_baseline import queries_of

pytestmark = pytest.mark.django_db

FIRST = "보세운송 신고는 반출 전에 한다.\n\n도착지 세관에 보고한다. 기한은 5일이다."
SECOND = FIRST.replace("5일", "15일")


@pytest.fixture
def item(people: Cast) -> Item:
    """Published with two versions, the second by the colleague."""
    item = submitted(people.author, source=FIRST, coauthors=(people.colleague,))
    publish_item(item=item, by=people.coordinator)
    item.refresh_from_db()
    revise_item(
        item=item,
        by=people.colleague,
        fields=fields(source=SECOND, title="보세운송 신고 요령", coauthors=(people.colleague,)),
        base=latest(item),
        comment="기한을 고침",
    )
    return Item.objects.get(pk=item.pk)


def get(officer: Officer, name: str, *numbers: int, query: str = "") -> Any:
    return signed_in(officer).get(reverse(f"knowledge:{name}", args=numbers) + query)


def test_the_versions_say_who_when_what_and_how_much(people: Cast, item: Item) -> None:
    renamed(people.colleague, "이몽룡")
    html = get(people.stranger, "history", item.pk).content.decode()
    rows = html.split("<tbody>")[1].split("</tr>")
    assert "이몽룡" in rows[0]
    assert "기한을 고침" in rows[0]
    assert ">+1<" in rows[0]
    assert f'class="num">{len(FIRST)}<' in rows[1]
    assert 'name="b" value="2"' in rows[0]
    assert "checked" in rows[0].split('name="b"')[1].split(">")[0]
    assert "checked" in rows[1].split('name="a"')[1].split(">")[0]


def test_an_earlier_version_can_be_read_and_its_writers_may_restore_it(
    people: Cast, item: Item
) -> None:
    restore = reverse("knowledge:restore", args=[item.pk, 1])
    html = get(people.stranger, "revision", item.pk, 1).content.decode()
    assert "기한은 5일이다." in html
    assert restore not in html
    assert restore in get(people.author, "revision", item.pk, 1).content.decode()
    current = get(people.author, "revision", item.pk, 2).content.decode()
    assert reverse("knowledge:restore", args=[item.pk, 2]) not in current


def test_two_versions_are_compared_from_the_earlier_to_the_later(people: Cast, item: Item) -> None:
    pages = [
        get(people.stranger, "compare", item.pk, query=query).content.decode()
        for query in ("?a=1&b=2", "?a=2&b=1")
    ]
    for html in pages:
        assert "<del>" in html
        removed = html.split('<tr class="changed">')[-1].split("<del>")[1].split("</del>")[0]
        assert "5일이다" in removed
        assert "요령" in html.split("<ins>")[1]
    same = get(people.stranger, "compare", item.pk, query="?a=2&b=2").content.decode()
    assert "<del>" not in same


@pytest.mark.parametrize("query", ["", "?a=1", "?a=x&b=1", "?a=1&b=9", "?a=-1&b=1", "?a=1&b=%00"])
def test_versions_that_do_not_exist_are_404s(people: Cast, item: Item, query: str) -> None:
    assert get(people.stranger, "compare", item.pk, query=query).status_code == 404


@pytest.mark.parametrize("number", [0, 3, 10**12])
def test_a_version_that_does_not_exist_is_a_404(people: Cast, item: Item, number: int) -> None:
    assert get(people.stranger, "revision", item.pk, number).status_code == 404


def test_a_draft_shows_its_versions_to_its_writers_only(people: Cast) -> None:
    item = draft(people.author)
    assert get(people.author, "history", item.pk).status_code == 200
    assert get(people.stranger, "history", item.pk).status_code == 404


def test_a_retired_item_keeps_its_versions_to_those_who_look_after_it(
    people: Cast, item: Item
) -> None:
    retire_item(item=item, by=people.author, reason="old")
    for officer, status in [
        (people.author, 200),
        (people.coordinator, 200),
        (people.stranger, 404),
    ]:
        assert get(officer, "history", item.pk).status_code == status
        assert get(officer, "revision", item.pk, 1).status_code == status
        assert get(officer, "compare", item.pk, query="?a=1&b=2").status_code == status


def test_who_judges_an_item_does_not_learn_who_wrote_its_versions(
    people: Cast, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "홍길동")
    renamed(people.colleague, "이몽룡")
    judges(monkeypatch, people.evaluator, item)
    for answer in (
        get(people.evaluator, "history", item.pk),
        get(people.evaluator, "revision", item.pk, 1),
        get(people.evaluator, "compare", item.pk, query="?a=1&b=2"),
    ):
        assert answer.status_code == 200
        html = answer.content.decode()
        assert "홍길동" not in html
        assert "이몽룡" not in html


def test_how_often_the_database_is_asked(people: Cast, item: Item) -> None:
    browser = signed_in(people.stranger)
    browser.get(reverse("knowledge:bookmarks"))
    with queries_of("knowledge.history"):
        browser.get(reverse("knowledge:history", args=[item.pk]))
    with queries_of("knowledge.revision"):
        browser.get(reverse("knowledge:revision", args=[item.pk, 1]))
    with queries_of("knowledge.compare"):
        browser.get(reverse("knowledge:compare", args=[item.pk]) + "?a=1&b=2")
