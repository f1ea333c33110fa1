"""Officers called by name in a comment: found, linked, recorded; never named to their judges."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Officer
from core.models import Activity
from knowledge.mentions import render_with_mentions
from knowledge.services.comments import add_comment, edit_comment
from tests.cast import Cast, cast, officer, published
from tests.knowledge.views.blindness import judges, renamed
from tests.knowledge.views.forms import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    people = cast()
    renamed(people.stranger, "홍길동")
    return people


def called(source: str) -> list[int]:
    return render_with_mentions(source).officer_ids


@pytest.mark.parametrize(
    "text",
    [
        "@stranger",
        "@STRANGER, 봐 주세요",
        "(@stranger)",
        "@홍길동",
        "@홍길동님께 여쭙니다",
        "@stranger님이 압니다",
        "끝에 @stranger.",
        "**@홍길동은** 압니다",
    ],
)
def test_by_user_name_or_whole_name(text: str, people: Cast) -> None:
    assert called(text) == [people.stranger.pk]


@pytest.mark.parametrize(
    "text",
    [
        "a@stranger",
        "stranger@example.com",
        "`@stranger`",
        "[x](/@stranger)",
        "@nobody",
        "@ stranger",
    ],
)
def test_what_is_no_mention(text: str, people: Cast) -> None:
    assert called(text) == []


def test_a_name_of_two_or_of_who_has_left_stays_a_word(people: Cast) -> None:
    renamed(officer("second"), "홍길동")
    assert called("@홍길동") == []
    Officer.objects.filter(username="stranger").update(is_active=False)
    assert called("@stranger") == []


def test_a_comment_records_and_links_whom_it_calls(people: Cast) -> None:
    item = published(people.author)
    comment = add_comment(item=item, by=people.colleague, source="@stranger @author @stranger 확인")
    facts = Activity.objects.get(verb="item.commented").data
    assert facts["mentions"] == [people.stranger.pk, people.author.pk]
    assert f'href="/knowledge/officers/{people.stranger.pk}/"' in comment.html
    edited = edit_comment(comment=comment, by=people.colleague, source="@evaluator <b>x</b>")
    assert f"/knowledge/officers/{people.evaluator.pk}/" in edited.html


def test_a_text_without_an_at_asks_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        render_with_mentions("아무도 부르지 않는다")


def test_a_judge_does_not_read_the_writers_name_in_a_mention(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "성춘향")
    item = published(people.author)
    add_comment(item=item, by=people.colleague, source="@author 좋습니다, @stranger 보세요")
    browser: Client = signed_in(people.evaluator)
    path = item.get_absolute_url()
    assert f"/knowledge/officers/{people.author.pk}/" in browser.get(path).content.decode()
    judges(monkeypatch, people.evaluator, item)
    html = browser.get(path).content.decode()
    assert f"/knowledge/officers/{people.author.pk}/" not in html
    assert "@author" not in html
    assert f"/knowledge/officers/{people.stranger.pk}/" in html
