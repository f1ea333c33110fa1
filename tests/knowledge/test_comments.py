"""Comments are said once, by whom the item is open to, and keep their place."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import Audience
from accounts.roles import COORDINATOR
from accounts.services.audiences import audience_for
from accounts.services.roles import grant_role
from core.models import Activity
from knowledge.models import Comment, Item
from knowledge.services.comments import add_comment, edit_comment, remove_comment
from knowledge.services.errors import Refused
from tests.cast import office, officer, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> dict[str, Any]:
    house = office("INC")
    author = officer("author", at=house)
    return {
        "house": house,
        "author": author,
        "reader": officer("reader", at=house),
        "item": published(author),
    }


def test_a_comment_is_counted_and_told(cast: dict[str, Any]) -> None:
    item, reader = cast["item"], cast["reader"]
    first = add_comment(item=item, by=reader, source="**좋은** 사례입니다")
    answer = add_comment(item=item, by=cast["author"], source="감사합니다", parent=first)
    assert "<strong>좋은</strong>" in first.html
    before = item.version
    item.refresh_from_db()
    assert item.comment_count == 2
    assert item.version == before + 2
    told = Activity.objects.get(key=f"item.commented:{answer.pk}")
    assert told.object_type == "knowledge.item"
    assert told.data == {
        "comment": answer.pk,
        "parent": first.pk,
        "parent_author": reader.pk,
        "mentions": [],
    }


def test_scripts_do_not_get_into_a_comment(cast: dict[str, Any]) -> None:
    comment = add_comment(
        item=cast["item"], by=cast["reader"], source="<script>alert(1)</script> [x](javascript:1)"
    )
    assert "<script" not in comment.html
    assert 'href="javascript' not in comment.html


def test_a_double_post_says_it_once(cast: dict[str, Any]) -> None:
    token = uuid4()
    first = add_comment(item=cast["item"], by=cast["reader"], source="한 번", token=token)
    again = add_comment(item=cast["item"], by=cast["reader"], source="한 번", token=token)
    assert again == first
    cast["item"].refresh_from_db()
    assert cast["item"].comment_count == 1
    assert Activity.objects.filter(verb="item.commented").count() == 1


def test_a_token_of_somebody_else_is_refused(cast: dict[str, Any]) -> None:
    token = uuid4()
    add_comment(item=cast["item"], by=cast["reader"], source="하나", token=token)
    with pytest.raises(Refused):
        add_comment(item=cast["item"], by=cast["author"], source="둘", token=token)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_says_it_once(cast: dict[str, Any]) -> None:
    token = uuid4()
    gate = threading.Barrier(2)
    said: list[int] = []

    def post() -> None:
        gate.wait()
        said.append(
            add_comment(item=cast["item"], by=cast["reader"], source="동시", token=token).pk
        )
        connection.close()

    clicks = [threading.Thread(target=post) for _ in range(2)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert len(said) == 2
    assert len(set(said)) == 1
    cast["item"].refresh_from_db()
    assert cast["item"].comment_count == Comment.objects.count() == 1


def test_a_removed_comment_keeps_its_place(cast: dict[str, Any]) -> None:
    item, reader = cast["item"], cast["reader"]
    first = add_comment(item=item, by=reader, source="지울 글")
    answer = add_comment(item=item, by=cast["author"], source="답글", parent=first)
    remove_comment(comment=first, by=reader)
    remove_comment(comment=first, by=reader)
    first.refresh_from_db()
    answer.refresh_from_db()
    assert first.removed_at is not None
    assert first.html == ""
    assert answer.parent_id == first.pk
    item.refresh_from_db()
    assert item.comment_count == 1
    assert Activity.objects.filter(verb="item.comment_removed").count() == 1
    with pytest.raises(Refused):
        add_comment(item=item, by=reader, source="늦은 답", parent=first)
    with pytest.raises(Refused):
        edit_comment(comment=first, by=reader, source="되살리기")


def test_who_may_change_and_remove(cast: dict[str, Any]) -> None:
    comment = add_comment(item=cast["item"], by=cast["reader"], source="내 글")
    coordinator = officer("coordinator", at=cast["house"])
    grant_role(officer=coordinator, role=COORDINATOR, office=cast["house"])
    for other in (cast["author"], coordinator):
        with pytest.raises(Refused):
            edit_comment(comment=comment, by=other, source="남의 글")
    with pytest.raises(Refused):
        remove_comment(comment=comment, by=cast["author"])
    edited = edit_comment(comment=comment, by=cast["reader"], source="고친 글")
    assert edited.edited_at is not None
    assert "고친 글" in edited.html
    assert remove_comment(comment=comment, by=coordinator).removed_at is not None


@pytest.mark.parametrize("status", [s for s in Item.Status if s != Item.Status.PUBLISHED])
def test_only_published_items_are_discussed(cast: dict[str, Any], status: str) -> None:
    Item.objects.filter(pk=cast["item"].pk).update(status=status)
    with pytest.raises(Refused):
        add_comment(item=cast["item"], by=cast["author"], source="글")
    assert not Comment.objects.exists()


def test_an_item_of_another_office_is_not_discussed(cast: dict[str, Any]) -> None:
    inside = audience_for(kind=Audience.Kind.OFFICE, office=cast["house"])
    item = published(cast["author"], audience=inside)
    stranger = officer("stranger", at=office("BUS"))
    with pytest.raises(Refused):
        add_comment(item=item, by=stranger, source="글")
    other = published(cast["author"], title="다른 글")
    elsewhere = add_comment(item=other, by=cast["reader"], source="글")
    with pytest.raises(Refused):
        add_comment(item=item, by=cast["reader"], source="글", parent=elsewhere)


@pytest.mark.parametrize("source", ["", "  \n\t", "\x00", "가" * 10_001])
def test_nothing_and_too_much_are_refused(cast: dict[str, Any], source: str) -> None:
    with pytest.raises(Refused):
        add_comment(item=cast["item"], by=cast["reader"], source=source)
