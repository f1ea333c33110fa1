"""The inbox: what it tells, what it counts, and where its lines lead."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Officer
from knowledge.models import Item
from knowledge.services.comments import add_comment, remove_comment
from knowledge.services.refuse import return_item
from knowledge.services.retire import hide_item, retire_item
from notifications.models import Notice
from notifications.unread import unread_count
from tests.cast import Cast, cast, published, submitted
from tests.delivering import deliver_all
from tests.knowledge.views.blindness import judges, renamed
from tests.knowledge.views.forms import signed_in

pytestmark = pytest.mark.django_db

INBOX = reverse("notifications:inbox")


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def item(people: Cast) -> Item:
    return published(people.author, title="보세운송 특례")


def said(item: Item, by: Officer, text: str = "잘 읽었습니다") -> None:
    add_comment(item=item, by=by, source=text)
    deliver_all()


def lines(officer: Officer, query: str = "") -> list[str]:
    """The sentences of the inbox, from top to bottom."""
    cards = signed_in(officer).get(f"{INBOX}{query}").context["cards"]
    return [line["text"] for card in cards for line in card["lines"]]


def titles(officer: Officer, query: str = "") -> list[str]:
    """The titles of the cards, from top to bottom."""
    return [card["title"] for card in signed_in(officer).get(f"{INBOX}{query}").context["cards"]]


def test_it_says_who_did_what_the_latest_first(people: Cast, item: Item) -> None:
    renamed(people.stranger, "성춘향")
    said(item, people.stranger)
    said(item, people.evaluator)
    assert lines(people.author) == [
        "Evaluator commented.",
        "성춘향 commented.",
    ]
    assert lines(people.stranger) == []


def test_an_empty_inbox_says_what_will_come(people: Cast) -> None:
    html = signed_in(people.author).get(INBOX).content.decode()
    assert 'class="empty"' in html
    assert reverse("notifications:read") not in html


def test_one_card_an_item_the_latest_first(people: Cast, item: Item) -> None:
    other = published(people.author, title="수입 통관")
    said(item, people.stranger)
    said(other, people.stranger)
    assert titles(people.author) == ["수입 통관", "보세운송 특례"]
    said(item, people.evaluator)
    assert titles(people.author) == ["보세운송 특례", "수입 통관"]
    for number in range(7):
        said(item, people.stranger, f"{number}")
    html = signed_in(people.author).get(INBOX)
    card = html.context["cards"][0]
    assert (card["count"], card["fresh"], len(card["lines"]), card["more"]) == (9, 9, 5, 4)
    assert len(lines(people.author, f"?item={item.pk}")) == 9


def test_a_card_is_read_up_to_what_it_showed(people: Cast, item: Item) -> None:
    other = published(people.author, title="수입 통관")
    said(item, people.stranger)
    said(other, people.stranger)
    browser = signed_in(people.author)
    card = browser.get(INBOX).context["cards"][1]
    said(item, people.stranger, "뒤에 온 댓글")
    fields = {"item": card["item_id"], "topic": card["topic"], "up_to": card["latest"]}
    browser.post(reverse("notifications:read"), fields)
    fresh = {c["title"]: c["fresh"] for c in browser.get(INBOX).context["cards"]}
    assert fresh == {"보세운송 특례": 1, "수입 통관": 1}


def test_a_card_is_muted_in_one_click_and_heard_again(people: Cast, item: Item) -> None:
    said(item, people.stranger)
    browser = signed_in(people.author)
    browser.post(reverse("notifications:mute"), {"item": item.pk})
    assert browser.get(INBOX).context["cards"][0]["is_muted"]
    said(item, people.stranger, "들리지 않는다")
    assert len(lines(people.author)) == 1
    browser.post(reverse("notifications:mute"), {"item": item.pk, "undo": "1"})
    said(item, people.stranger, "다시 들린다")
    assert len(lines(people.author)) == 2
    assert browser.post(reverse("notifications:mute"), {"item": "0"}).status_code == 404


def test_filters(people: Cast, item: Item) -> None:
    other = published(people.author, title="수입 통관")
    said(item, people.stranger)
    signed_in(people.author).post(reverse("notifications:read"))
    said(other, people.stranger)
    retire_item(item=item, by=people.coordinator, reason="법이 바뀜")
    deliver_all()
    assert titles(people.author, "?show=unread") == ["보세운송 특례", "수입 통관"]
    assert titles(people.author, "?kind=talk") == ["수입 통관", "보세운송 특례"]
    assert titles(people.author, "?kind=talk&show=unread") == ["수입 통관"]
    assert titles(people.author, "?kind=mileage") == []
    assert len(titles(people.author, "?kind=nonsense")) == 2


def test_many_notices_take_as_many_queries_as_few(
    people: Cast, item: Item, django_assert_num_queries: Any
) -> None:
    said(item, people.stranger)
    browser = signed_in(people.author)
    browser.get(INBOX)
    with CaptureQueriesContext(connection) as context:
        browser.get(INBOX)
        few = len(context)
    for number in range(30):
        said(published(people.author, title=f"{number}"), people.stranger)
        said(item, people.stranger, f"{number}")
    browser.get(INBOX)
    with django_assert_num_queries(few):
        assert len(browser.get(INBOX).context["cards"]) == 20


def test_opening_a_notice_of_a_comment_leads_to_the_comment(people: Cast, item: Item) -> None:
    said(item, people.stranger)
    notice = Notice.objects.get(officer=people.author)
    browser = signed_in(people.author)
    answer = browser.get(reverse("notifications:open", args=[notice.pk]))
    assert answer["Location"].startswith(item.get_absolute_url())
    assert answer["Location"].endswith(f"#comment-{item.comments.get().pk}")
    notice.refresh_from_db()
    assert notice.read_at is not None
    remove_comment(comment=item.comments.get(), by=people.stranger)
    assert browser.get(answer["Location"]).status_code == 200


def test_a_notice_of_a_return_leads_to_the_reason(people: Cast) -> None:
    item = submitted(people.author)
    return_item(item=item, by=people.coordinator, reason="근거를 적어 주세요")
    deliver_all()
    notice = Notice.objects.get(officer=people.author)
    path = reverse("notifications:open", args=[notice.pk])
    page = signed_in(people.author).get(path, follow=True)
    assert "근거를 적어 주세요" in page.content.decode()


def test_what_is_read_stays_but_is_not_new(people: Cast, item: Item) -> None:
    said(item, people.stranger)
    browser = signed_in(people.author)
    assert 'class="is-new"' in browser.get(INBOX).content.decode()
    browser.post(reverse("notifications:read"))
    assert 'class="is-new"' not in browser.get(INBOX).content.decode()
    assert len(lines(people.author)) == 1


def test_marking_as_read_is_of_ones_own(people: Cast, item: Item) -> None:
    said(item, people.stranger)
    signed_in(people.stranger).post(reverse("notifications:read"))
    assert Notice.objects.get(officer=people.author).read_at is None
    assert Client().post(reverse("notifications:read")).status_code == 302
    assert signed_in(people.author).get(reverse("notifications:read")).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_the_number_is_that_of_the_lines(people: Cast, item: Item) -> None:
    """What the reader may not read any more is neither a line nor a number."""
    said(item, people.stranger)
    add_comment(item=item, by=people.author, source="x", parent=item.comments.first())
    deliver_all()
    assert (len(lines(people.stranger)), unread_count(people.stranger)) == (1, 1)
    hide_item(item=item, by=people.coordinator, reason="개인정보")
    deliver_all()
    assert (len(lines(people.stranger)), unread_count(people.stranger)) == (0, 0)


def test_pages_hold_twenty_items(people: Cast) -> None:
    for number in range(21):
        add_comment(
            item=published(people.author, title=f"{number}"), by=people.stranger, source="x"
        )
    deliver_all()
    assert len(titles(people.author)) == 20
    assert len(titles(people.author, "?page=2")) == 1
    for page in ("x", "0", "-1", "99", "%00"):
        assert titles(people.author, f"?page={page}")


def test_who_judges_an_item_is_not_told_who_answered(
    people: Cast, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "홍길동")
    add_comment(item=item, by=people.evaluator, source="질문")
    add_comment(item=item, by=people.author, source="답", parent=item.comments.get())
    deliver_all()
    assert lines(people.evaluator) == ["홍길동 replied to your comment."]
    judges(monkeypatch, people.evaluator, item)
    assert lines(people.evaluator) == ["Somebody replied to your comment."]
