"""Comments on the page of an item: saying, answering, changing, removing, and long discussions."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from knowledge import threads
from knowledge.models import Comment, Item
from knowledge.services.comments import add_comment, remove_comment
from knowledge.services.retire import retire_item
from tests.cast import Cast, published
from tests.knowledge.views.forms import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(people: Cast) -> Item:
    return published(people.author)


def say(browser: Client, item: Item, **fields: Any) -> Any:
    return browser.post(reverse("knowledge:comment", args=[item.pk]), fields)


def page(officer: Officer, item: Item, query: str = "") -> str:
    answer = signed_in(officer).get(f"{item.get_absolute_url()}{query}")
    return str(answer.content.decode())


def form_in(html: str) -> str:
    return html.split('id="comment-form"')[1].split("</form>")[0]


def test_two_people_talk(people: Cast, item: Item) -> None:
    reader, writer = signed_in(people.stranger), signed_in(people.author)
    answer = say(reader, item, source="기한은 며칠인가요?", token=uuid4())
    comment = Comment.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#comment-{comment.pk}")
    form = form_in(writer.get(f"{item.get_absolute_url()}?reply={comment.pk}").content.decode())
    assert f'name="parent" value="{comment.pk}"' in form
    assert "Stranger" in form
    say(writer, item, source="**15일**입니다", parent=comment.pk, token=uuid4())
    html = reader.get(item.get_absolute_url()).content.decode()
    talk = html.split('id="comments"')[1]
    assert talk.index("기한은 며칠인가요?") < talk.index("<strong>15일</strong>")
    assert '<ol class="replies">' in talk


def test_a_double_click_says_it_once(people: Cast, item: Item) -> None:
    browser = signed_in(people.stranger)
    html = browser.get(item.get_absolute_url()).content.decode()
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found is not None
    for _ in range(2):
        assert say(browser, item, source="once", token=found[1]).status_code == 302
    assert Comment.objects.count() == 1


def test_two_openings_of_the_page_have_two_tokens(people: Cast, item: Item) -> None:
    tokens = {
        re.findall(r'name="token" value="([^"]+)"', page(people.stranger, item))[0]
        for _ in range(3)
    }
    assert len(tokens) == 3


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 10_001])
def test_what_is_refused_comes_back(people: Cast, item: Item, text: str) -> None:
    answer = say(signed_in(people.stranger), item, source=text)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'id="comment-error"' in html
    assert f">{text}</textarea>" in html
    assert not Comment.objects.exists()


def test_an_answer_to_a_comment_removed_meanwhile_is_not_lost(people: Cast, item: Item) -> None:
    question = add_comment(item=item, by=people.stranger, source="question")
    remove_comment(comment=question, by=people.stranger)
    browser = signed_in(people.colleague)
    answer = say(browser, item, source="long thought", parent=question.pk)
    assert answer.status_code == 422
    form = form_in(answer.content.decode())
    assert "long thought" in form
    assert 'name="parent"' not in form
    assert say(browser, item, source="long thought").status_code == 302


@pytest.mark.parametrize("parent", ["x", "-1", "9" * 40, "999"])
def test_an_answer_to_nothing_is_not_lost(people: Cast, item: Item, parent: str) -> None:
    answer = say(signed_in(people.stranger), item, source="long thought", parent=parent)
    assert answer.status_code == 422
    assert "long thought" in form_in(answer.content.decode())


def test_an_answer_to_a_comment_elsewhere_is_refused(people: Cast, item: Item) -> None:
    other = published(people.author)
    elsewhere = add_comment(item=other, by=people.author, source="elsewhere")
    browser = signed_in(people.stranger)
    assert say(browser, item, source="x", parent=elsewhere.pk).status_code == 422
    html = browser.get(f"{item.get_absolute_url()}?reply={elsewhere.pk}").content.decode()
    assert 'name="parent"' not in form_in(html)


def test_a_comment_on_an_item_retired_meanwhile_is_not_lost(people: Cast, item: Item) -> None:
    retire_item(item=item, by=people.author, reason="old")
    answer = say(signed_in(people.stranger), item, source="long thought")
    assert answer.status_code == 422
    assert "long thought" in form_in(answer.content.decode())


def test_who_signs_in_again_lands_on_the_item(people: Cast, item: Item) -> None:
    address = reverse("knowledge:comment", args=[item.pk])
    assert "/login/" in Client().post(address, {"source": "x"})["Location"]
    assert signed_in(people.stranger).get(address)["Location"] == item.get_absolute_url()
    assert signed_in(people.stranger).put(address).status_code == 405


def test_links_are_for_those_who_may(people: Cast, item: Item) -> None:
    comment = add_comment(item=item, by=people.stranger, source="mine")
    edit = reverse("knowledge:comment_edit", args=[comment.pk])
    remove = reverse("knowledge:comment_remove", args=[comment.pk])
    for officer, offered in [
        (people.stranger, [edit, remove]),
        (people.coordinator, [remove]),
        (people.admin, [remove]),
        (people.author, []),
        (people.evaluator, []),
    ]:
        html = page(officer, item)
        assert [link for link in (edit, remove) if link in html] == offered
        browser = signed_in(officer)
        assert (browser.get(edit).status_code == 200) is (edit in offered)
        assert (browser.get(remove).status_code == 200) is (remove in offered)


def test_a_comment_is_changed_by_its_author(people: Cast, item: Item) -> None:
    comment = add_comment(item=item, by=people.stranger, source="the old words")
    page(people.stranger, item)
    address = reverse("knowledge:comment_edit", args=[comment.pk])
    browser = signed_in(people.stranger)
    assert ">the old words</textarea>" in browser.get(address).content.decode()
    refused = browser.post(address, {"source": "y" * 10_001})
    assert refused.status_code == 422
    assert "y" * 10_001 in refused.content.decode()
    assert browser.post(address, {"source": "second"}).status_code == 302
    html = page(people.colleague, item)
    assert "second" in html
    assert "the old words" not in html
    assert signed_in(people.colleague).post(address, {"source": "z"}).status_code == 404


def test_a_removed_comment_keeps_its_place_for_answers(people: Cast, item: Item) -> None:
    question = add_comment(item=item, by=people.stranger, source="rude words")
    add_comment(item=item, by=people.author, source="polite answer", parent=question)
    page(people.colleague, item)
    address = reverse("knowledge:comment_remove", args=[question.pk])
    assert signed_in(people.coordinator).post(address).status_code == 302
    html = page(people.colleague, item)
    assert "rude words" not in html
    assert "polite answer" in html
    assert signed_in(people.coordinator).post(address).status_code == 404


def test_a_long_discussion_has_pages(
    people: Cast, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("knowledge.queries", "knowledge.views.item"):
        monkeypatch.setattr(f"{place}.PAGE_SIZE", 4)
    monkeypatch.setattr(threads.paged, "__defaults__", (4,))
    tops = [add_comment(item=item, by=people.stranger, source=f"said {n}") for n in range(10)]
    answer = add_comment(item=item, by=people.author, source="an answer", parent=tops[1])
    seen = [
        re.findall(r"said \d|an answer", page(people.colleague, item, f"?talk={n}"))
        for n in (1, 2, 3, 99)
    ]
    assert seen[0] == ["said 0", "said 1", "an answer", "said 2"]
    assert seen[1] == ["said 3", "said 4", "said 5", "said 6"]
    assert seen[2] == seen[3] == ["said 7", "said 8", "said 9"]
    assert "said 9" in page(people.colleague, item, f"?comment={tops[9].pk}")
    assert "an answer" in page(people.colleague, item, f"?comment={answer.pk}")
    assert "said 9" in page(people.colleague, item, f"?reply={tops[9].pk}")
    last = say(signed_in(people.colleague), item, source="the last word")
    assert "the last word" in signed_in(people.colleague).get(last["Location"]).content.decode()


def test_nobody_is_asked_to_answer_where_nobody_can(people: Cast, item: Item) -> None:
    comment = add_comment(item=item, by=people.stranger, source="still here")
    assert f"?reply={comment.pk}" in page(people.colleague, item)
    retire_item(item=item, by=people.author, reason="old")
    html = page(people.colleague, item)
    assert "still here" in html
    assert f"?reply={comment.pk}" not in html
