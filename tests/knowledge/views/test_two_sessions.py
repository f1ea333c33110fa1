"""Two people, or one at two computers, talk about and mark one item: nothing typed is lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Activity
from knowledge.models import Bookmark, Comment, Item, Reaction
from knowledge.services.comments import add_comment
from knowledge.services.marks import toggle_bookmark
from knowledge.services.retire import hide_item, retire_item
from tests.cast import Cast, published
from tests.knowledge.views.forms import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(people: Cast) -> Item:
    return published(people.author)


@pytest.fixture
def comment(people: Cast, item: Item) -> Comment:
    return add_comment(item=item, by=people.stranger, source="처음 적은 말")


def send(browser: Client, name: str, pk: int, **fields: Any) -> Any:
    return browser.post(reverse(f"knowledge:{name}", args=[pk]), fields)


def levels(answer: Any) -> list[str]:
    return [message.level_tag for message in answer.wsgi_request._messages]


def test_a_change_of_a_comment_removed_elsewhere_is_not_lost(
    people: Cast, comment: Comment
) -> None:
    office, home = signed_in(people.stranger), signed_in(people.stranger)
    assert home.get(reverse("knowledge:comment_edit", args=[comment.pk])).status_code == 200
    assert send(office, "comment_remove", comment.pk).status_code == 302
    answer = send(home, "comment_edit", comment.pk, source="오래 생각해 고친 말")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "오래 생각해 고친 말" in html
    assert 'id="comment-error"' in html
    comment.refresh_from_db()
    assert comment.removed_at is not None
    assert comment.html == ""
    # And whoever comes new is told that it is not there.
    assert home.get(reverse("knowledge:comment_edit", args=[comment.pk])).status_code == 404


def test_a_removed_comment_of_somebody_else_stays_unknown(people: Cast, comment: Comment) -> None:
    send(signed_in(people.stranger), "comment_remove", comment.pk)
    for person in (people.author, people.coordinator, people.admin):
        assert send(signed_in(person), "comment_edit", comment.pk, source="x").status_code == 404


def test_a_change_of_a_comment_on_an_item_retired_meanwhile_comes_back(
    people: Cast, item: Item, comment: Comment
) -> None:
    retire_item(item=item, by=people.author, reason="낡음")
    answer = send(signed_in(people.stranger), "comment_edit", comment.pk, source="고친 말")
    assert answer.status_code == 422
    assert "고친 말" in answer.content.decode()
    comment.refresh_from_db()
    assert comment.source == "처음 적은 말"


def test_what_can_no_longer_be_changed_is_not_offered_for_change(
    people: Cast, item: Item, comment: Comment
) -> None:
    retire_item(item=item, by=people.author, reason="낡음")
    html = signed_in(people.stranger).get(item.get_absolute_url()).content.decode()
    assert reverse("knowledge:comment_edit", args=[comment.pk]) not in html
    assert reverse("knowledge:comment_remove", args=[comment.pk]) in html


def test_a_comment_of_an_item_that_was_hidden_is_as_gone_as_the_item(
    people: Cast, item: Item, comment: Comment
) -> None:
    hide_item(item=item, by=people.coordinator, reason="개인정보")
    browser = signed_in(people.stranger)
    for name in ("comment_edit", "comment_remove"):
        assert send(browser, name, comment.pk, source="x").status_code == 404
    assert send(browser, "comment", item.pk, source="x").status_code == 404
    comment.refresh_from_db()
    assert (comment.source, comment.removed_at) == ("처음 적은 말", None)


def test_author_and_coordinator_remove_one_comment_at_once(
    people: Cast, item: Item, comment: Comment
) -> None:
    own, other = signed_in(people.stranger), signed_in(people.coordinator)
    path = reverse("knowledge:comment_remove", args=[comment.pk])
    assert (own.get(path).status_code, other.get(path).status_code) == (200, 200)
    assert own.post(path).status_code == 302
    assert other.post(path).status_code == 404
    item.refresh_from_db()
    assert item.comment_count == 0
    assert Activity.objects.filter(verb="item.comment_removed").count() == 1


def test_a_bystander_does_not_remove_a_comment(people: Cast, comment: Comment) -> None:
    answer = send(signed_in(people.author), "comment_remove", comment.pk)
    assert levels(answer) == ["error"]
    comment.refresh_from_db()
    assert comment.removed_at is None


def test_a_form_sent_at_two_computers_says_it_once(people: Cast, item: Item) -> None:
    token = uuid4()
    for browser in (signed_in(people.stranger), signed_in(people.stranger)):
        answer = send(browser, "comment", item.pk, source="한 번만", token=token)
        assert answer.status_code == 302
    assert Comment.objects.get().source == "한 번만"
    assert Activity.objects.filter(verb="item.commented").count() == 1


def test_a_token_of_somebody_else_says_nothing_in_their_name(people: Cast, item: Item) -> None:
    token = uuid4()
    send(signed_in(people.stranger), "comment", item.pk, source="내 말", token=token)
    answer = send(signed_in(people.evaluator), "comment", item.pk, source="남의 말", token=token)
    assert answer.status_code == 422
    assert "남의 말" in answer.content.decode()
    assert Comment.objects.get().author == people.stranger


def test_pressing_at_two_computers_is_on_and_off(people: Cast, item: Item) -> None:
    office, home = signed_in(people.stranger), signed_in(people.stranger)
    for browser in (office, home):
        browser.get(item.get_absolute_url())
    send(office, "react", item.pk, kind="useful")
    send(home, "react", item.pk, kind="useful")
    item.refresh_from_db()
    assert item.reaction_count == Reaction.objects.count() == 0


def test_a_retired_item_can_be_taken_out_of_the_bookmarks_on_its_page(
    people: Cast, item: Item
) -> None:
    toggle_bookmark(item=item, by=people.stranger)
    retire_item(item=item, by=people.author, reason="낡음")
    browser = signed_in(people.stranger)
    action = f'action="{reverse("knowledge:bookmark", args=[item.pk])}"'
    html = browser.get(item.get_absolute_url()).content.decode()
    assert action in html
    assert reverse("knowledge:react", args=[item.pk]) not in html
    assert action not in signed_in(people.evaluator).get(item.get_absolute_url()).content.decode()
    assert levels(send(browser, "bookmark", item.pk)) == ["success"]
    assert not Bookmark.objects.exists()
    assert action not in browser.get(item.get_absolute_url()).content.decode()
