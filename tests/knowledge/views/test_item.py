"""The page of an item: who sees what of it, and that nothing a person writes steers it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import clock
from knowledge.models import Attachment, Item, Reading
from knowledge.services.comments import add_comment
from knowledge.services.grade import grade_item
from knowledge.services.marks import toggle_reaction
from knowledge.services.publish import publish_item
from knowledge.services.readings import flush_readings
from knowledge.services.refuse import return_item
from knowledge.services.retire import hide_item, retire_item
from tests.cast import Cast, draft, published, submitted
from tests.knowledge.views.blindness import judges, renamed
from tests.knowledge.views.forms import signed_in
from tests.query_baseline import queries_of

pytestmark = pytest.mark.django_db


def page_of(officer: Officer, item: Item, query: str = "") -> Any:
    return signed_in(officer).get(f"{item.get_absolute_url()}{query}")


def html_of(officer: Officer, item: Item, query: str = "") -> str:
    return str(page_of(officer, item, query).content.decode())


def whole(people: Cast, **changes: Any) -> Item:
    """A published item of author and colleague, with tags and citations."""
    fields = {
        "tags": ("보세", "운송"),
        "coauthors": (people.colleague,),
        "citations": (("law", "관세법 제213조"),),
        "source": "\n\n".join(
            f"# 제목 {n}\n\n보세운송 신고의 절차를 적는다 {n}." for n in range(5)
        ),
    }
    item = submitted(people.author, **(fields | changes))
    publish_item(item=item, by=people.coordinator)
    return Item.objects.get(pk=item.pk)


def test_a_reader_meets_the_whole_item(people: Cast) -> None:
    renamed(people.author, "홍길동")
    renamed(people.colleague, "이몽룡")
    item = whole(people)
    html = html_of(people.stranger, item)
    assert f"<h1>{item.title}</h1>" in html
    assert html.count("<h1") == 1
    for wanted in (item.summary, "홍길동", "이몽룡", "BUS Customs", "#보세", "관세법 제213조"):
        assert wanted in html
    assert f'href="{reverse("knowledge:officer", args=[people.author.pk])}"' in html
    assert 'class="level-2"' in html
    assert reverse("knowledge:edit", args=[item.pk]) not in html
    assert reverse("knowledge:retire", args=[item.pk]) not in html
    assert "data-copy-link" in html


def test_a_page_is_kept_for_each_language(people: Cast) -> None:
    item = whole(people)
    browser = signed_in(people.stranger)
    for language, name in (("en", "BUS Customs"), ("ko", "BUS 세관"), ("en", "BUS Customs")):
        browser.cookies.load({"django_language": language})
        html = browser.get(item.get_absolute_url()).content.decode()
        assert f'<html lang="{language}"' in html
        assert name in html
        assert '<article class="prose" lang="ko">' in html


def test_files_are_listed_but_not_pictures_of_the_text(people: Cast) -> None:
    item = whole(people)
    for name, is_inline in (("양식.hwp", False), ("그림.png", True)):
        Attachment.objects.create(
            item=item,
            uploaded_by=people.author,
            file=ContentFile(b"x", name="x"),
            name=name,
            content_type="application/x",
            size=1,
            sha256=f"{name!r:x>64}"[:64],
            is_inline=is_inline,
        )
    html = html_of(people.stranger, item)
    assert "양식.hwp" in html
    assert "그림.png" not in html


def test_a_superior_item_says_so(people: Cast) -> None:
    item = whole(people)
    assert "icons.svg#superior" not in html_of(people.stranger, item)
    grade_item(item=item, score=Decimal(8), raw=Decimal(8), grade="superior", round_id=1)
    assert "icons.svg#superior" in html_of(people.stranger, item)


@pytest.mark.parametrize(
    ("who", "offers"),
    [
        ("author", {"edit", "retire", "history"}),
        ("colleague", {"edit", "retire", "history"}),
        ("coordinator", {"retire", "history"}),
        ("admin", {"retire", "history"}),
        ("stranger", {"history"}),
    ],
)
def test_everybody_gets_their_buttons(people: Cast, who: str, offers: set[str]) -> None:
    item = whole(people)
    html = html_of(getattr(people, who), item)
    for name in ("edit", "retire", "submit", "withdraw", "history", "delete"):
        address = reverse(f"knowledge:{name}", args=[item.pk])
        assert (f'"{address}"' in html) is (name in offers), name


def test_a_draft_is_there_for_its_writers_only(people: Cast) -> None:
    item = draft(people.author)
    html = html_of(people.author, item)
    for name in ("edit", "submit", "delete"):
        assert f'"{reverse(f"knowledge:{name}", args=[item.pk])}"' in html
    assert reverse("knowledge:comment", args=[item.pk]) not in html
    for other in (people.colleague, people.coordinator, people.admin):
        assert page_of(other, item).status_code == 404


def test_a_submission_can_be_withdrawn_by_its_writer_only(people: Cast) -> None:
    item = submitted(people.author)
    address = f'"{reverse("knowledge:withdraw", args=[item.pk])}"'
    assert address in html_of(people.author, item)
    assert address not in html_of(people.coordinator, item)
    assert page_of(people.stranger, item).status_code == 404


def test_a_returned_item_tells_its_writers_why(people: Cast) -> None:
    item = submitted(people.author)
    return_item(item=item, by=people.coordinator, reason="근거 법령을 적어 주세요")
    assert "근거 법령을 적어 주세요" in html_of(people.author, item)
    assert page_of(people.stranger, item).status_code == 404


def test_a_retired_item_stays_readable_and_says_why_and_when(people: Cast) -> None:
    item = whole(people)
    with clock.at(datetime(2024, 3, 5, 3, 0, tzinfo=UTC)):
        retire_item(item=item, by=people.coordinator, reason="고시가 폐지되었습니다")
    html = html_of(people.stranger, item)
    assert "고시가 폐지되었습니다" in html
    assert "2024.03.05." in html
    assert "보세운송 신고의 절차를 적는다 4." in html
    assert 'id="comment-form"' not in html


def test_a_hidden_item_is_gone_for_readers(people: Cast) -> None:
    item = whole(people)
    hide_item(item=item, by=people.coordinator, reason="개인정보가 있습니다")
    assert page_of(people.stranger, item).status_code == 404
    assert "개인정보가 있습니다" in html_of(people.coordinator, item)


def test_what_was_kept_for_one_reader_is_not_shown_to_another(people: Cast) -> None:
    item = whole(people)
    toggle_reaction(item=item, by=people.stranger, kind="useful")
    first, second = html_of(people.stranger, item), html_of(people.evaluator, item)
    pressed = re.compile(r'id="react-useful"[^>]*aria-pressed="true"')
    assert pressed.search(first)
    assert not pressed.search(second)
    assert pressed.search(html_of(people.stranger, item))


def test_a_secret_item_is_not_there_even_when_its_page_is_kept(people: Cast) -> None:
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    item = published(people.author, audience=busan)
    assert page_of(people.colleague, item).status_code == 200
    assert page_of(people.stranger, item).status_code == 404


@pytest.mark.parametrize("number", ["0", "999999999", "99999999999999999999"])
def test_what_does_not_exist_is_a_404(people: Cast, number: str) -> None:
    assert signed_in(people.author).get(f"/knowledge/{number}/").status_code == 404


def test_visitors_read_what_is_public_without_names(people: Cast) -> None:
    renamed(people.author, "홍길동")
    public = audience_for(kind=Audience.Kind.PUBLIC)
    item = whole(people, audience=public)
    add_comment(item=item, by=people.stranger, source="officers only")
    html = Client().get(item.get_absolute_url()).content.decode()
    assert "보세운송 신고의 절차를 적는다 1." in html
    assert "홍길동" not in html
    assert "officers only" not in html
    item = whole(people)
    assert Client().get(item.get_absolute_url()).status_code == 302


def test_a_reading_is_counted_once_a_day_and_not_for_the_author(people: Cast) -> None:
    item = whole(people)
    for officer in (people.author, people.colleague, people.stranger, people.stranger):
        page_of(officer, item)
    flush_readings()
    readers = set(Reading.objects.values_list("officer_id", flat=True))
    assert readers == {people.colleague.pk, people.stranger.pk}
    assert Item.objects.get(pk=item.pk).view_count == 2


def test_the_number_of_views_is_not_an_old_one(people: Cast) -> None:
    item = whole(people)
    page_of(people.stranger, item)
    Item.objects.filter(pk=item.pk).update(view_count=12_345)
    assert "12,345" in html_of(people.stranger, item)


def test_a_page_asked_with_nonsense_is_the_page(people: Cast) -> None:
    item = whole(people)
    for query in ("?reply=x", "?reply=999", "?talk=-1", "?talk=" + "9" * 50, "?comment=%00"):
        assert page_of(people.stranger, item, query).status_code == 200


def test_who_judges_an_item_does_not_learn_who_wrote_it(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "홍길동")
    renamed(people.colleague, "이몽룡")
    item = whole(people)
    own = add_comment(item=item, by=people.author, source="물어보신 대로입니다")
    add_comment(item=item, by=people.colleague, source="저도 보태겠습니다")
    add_comment(item=item, by=people.stranger, source="잘 읽었습니다")
    html_of(people.stranger, item)  # kept with the names
    judges(monkeypatch, people.evaluator, item)
    for query in ("", f"?reply={own.pk}"):
        html = html_of(people.evaluator, item, query)
        for secret in ("홍길동", "이몽룡", "BUS Customs", f"/officers/{people.author.pk}/"):
            assert secret not in html
        assert "Stranger" in html
        assert "물어보신 대로입니다" in html
    assert "홍길동" in html_of(people.stranger, item)


@pytest.mark.parametrize(
    "text",
    [
        "\x02csrf\x03",
        "\x02panels\x03",
        "\x02own a b\x03",
        "\x02unknown\x03",
        "<b>&#2;csrf&#3;</b>",
        "<b>&#x2;panels&#x3;</b>",
    ],
)
def test_a_comment_cannot_ask_for_what_the_page_fills_in(people: Cast, text: str) -> None:
    item = published(people.author)
    add_comment(item=item, by=people.stranger, source=f"before {text} after")
    for _ in range(2):
        answer = page_of(people.colleague, item)
        assert answer.status_code == 200
        said = answer.content.decode().split("before ")[1].split(" after")[0]
        assert "csrf" in said or "panels" in said or "own" in said or "unknown" in said
        assert not re.search(r"[A-Za-z0-9]{60}", said)


def test_how_often_the_database_is_asked(people: Cast) -> None:
    item = whole(people)
    for number in range(5):
        add_comment(item=item, by=people.stranger, source=f"{number}")
    reader, writer = signed_in(people.stranger), signed_in(people.author)
    for browser in (reader, writer):
        browser.get(reverse("knowledge:bookmarks"))
    address = item.get_absolute_url()
    with queries_of("knowledge.item first reader"):
        reader.get(address)
    with queries_of("knowledge.item"):
        reader.get(address)
    with queries_of("knowledge.item writer"):
        writer.get(address)
