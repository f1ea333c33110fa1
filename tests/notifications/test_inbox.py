"""The inbox: what it tells, what it counts, and where its lines lead."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from core import clock
from knowledge.models import Item
from knowledge.services.comments import add_comment, remove_comment
from knowledge.services.refuse import return_item
from knowledge.services.retire import hide_item
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
    html = signed_in(officer).get(f"{INBOX}{query}").content.decode()
    found = re.findall(r'<a href="/notifications/\d+/">(.*?)</a>', html)
    return [re.sub(r"<[^>]+>.*?</[^>]+>", "", line) for line in found]


def test_it_says_who_did_what_the_latest_first(people: Cast, item: Item) -> None:
    renamed(people.stranger, "성춘향")
    said(item, people.stranger)
    said(item, people.evaluator)
    assert lines(people.author) == [
        "Evaluator commented on “보세운송 특례”.",
        "성춘향 commented on “보세운송 특례”.",
    ]
    assert lines(people.stranger) == []


def test_an_empty_inbox_says_what_will_come(people: Cast) -> None:
    html = signed_in(people.author).get(INBOX).content.decode()
    assert 'class="empty"' in html
    assert reverse("notifications:read_all") not in html


def test_notices_stand_under_their_days(people: Cast, item: Item) -> None:
    said(item, people.stranger)
    said(item, people.stranger)
    Notice.objects.filter(pk=Notice.objects.earliest("pk").pk).update(
        created_at=clock.now() - timedelta(days=3)
    )
    html = signed_in(people.author).get(INBOX).content.decode()
    assert html.count('<h2 class="notice-day">') == 2


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
    browser.post(reverse("notifications:read_all"))
    assert 'class="is-new"' not in browser.get(INBOX).content.decode()
    assert len(lines(people.author)) == 1


def test_marking_as_read_is_of_ones_own(people: Cast, item: Item) -> None:
    said(item, people.stranger)
    signed_in(people.stranger).post(reverse("notifications:read_all"))
    assert Notice.objects.get(officer=people.author).read_at is None
    assert Client().post(reverse("notifications:read_all")).status_code == 302
    assert signed_in(people.author).get(reverse("notifications:read_all")).status_code == 405


def test_the_number_is_that_of_the_lines(people: Cast, item: Item) -> None:
    """What the reader may not read any more is neither a line nor a number."""
    said(item, people.stranger)
    add_comment(item=item, by=people.author, source="x", parent=item.comments.first())
    deliver_all()
    assert (len(lines(people.stranger)), unread_count(people.stranger)) == (1, 1)
    hide_item(item=item, by=people.coordinator, reason="개인정보")
    # The number is kept some minutes.
    cache.clear()
    assert (len(lines(people.stranger)), unread_count(people.stranger)) == (0, 0)


def test_pages_hold_thirty(people: Cast, item: Item) -> None:
    for number in range(31):
        add_comment(item=item, by=people.stranger, source=f"{number}")
    deliver_all()
    assert len(lines(people.author)) == 30
    assert len(lines(people.author, "?page=2")) == 1
    for page in ("x", "0", "-1", "99", "%00"):
        assert lines(people.author, f"?page={page}")


def test_who_judges_an_item_is_not_told_who_answered(
    people: Cast, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "홍길동")
    add_comment(item=item, by=people.evaluator, source="질문")
    add_comment(item=item, by=people.author, source="답", parent=item.comments.get())
    deliver_all()
    assert lines(people.evaluator) == ["홍길동 replied to your comment on “보세운송 특례”."]
    judges(monkeypatch, people.evaluator, item)
    assert lines(people.evaluator) == ["Somebody replied to your comment on “보세운송 특례”."]


def test_only_known_kinds_come_by_mail(people: Cast) -> None:
    browser = signed_in(people.author)
    path = reverse("notifications:preferences")
    assert browser.post(path, {"mail": ["commented", "nonsense"]}).status_code == 302
    html = browser.get(path).content.decode()
    chosen = re.findall(r'name="mail" value="(\w+)" checked', html)
    assert chosen == ["commented"]
    assert "commented" not in re.findall(
        r'name="mail" value="(\w+)" checked', signed_in(people.stranger).get(path).content.decode()
    )
