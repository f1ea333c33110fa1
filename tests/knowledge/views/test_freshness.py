"""Pages are kept, and yet what changes shows at once, to everybody and on every page."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from knowledge.models import Item
from knowledge.services.attachments import attach_file
from knowledge.services.comments import add_comment
from knowledge.services.grade import grade_item
from knowledge.services.marks import toggle_bookmark
from knowledge.services.publish import publish_item
from knowledge.services.retire import hide_item, retire_item, show_item
from knowledge.services.revise import restore_revision, revise_item
from tests.cast import Cast, category, fields, published, submitted
from tests.knowledge.views.blindness import renamed
from tests.knowledge.views.forms import latest, signed_in
from tests.searching import Search

pytestmark = pytest.mark.django_db

TITLE = "보세운송 특례"


@pytest.fixture
def item(people: Cast) -> Item:
    item = submitted(people.author, title=TITLE)
    publish_item(item=item, by=people.coordinator)
    return Item.objects.get(pk=item.pk)


def html_of(officer: Officer, path: str) -> str:
    answer = signed_in(officer).get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def revised(item: Item, by: Officer, **changes: Any) -> None:
    revise_item(item=item, by=by, fields=fields(**({"title": TITLE} | changes)), base=latest(item))


CHANGES: dict[str, Callable[[Item, Cast], Any]] = {
    "새 본문입니다": lambda item, p: revised(item, p.author, source="새 본문입니다. " * 9),
    "새 제목": lambda item, p: revised(item, p.author, title="새 제목"),
    "새 요약": lambda item, p: revised(item, p.author, summary="새 요약"),
    "#특례": lambda item, p: revised(item, p.author, tags=("특례",)),
    "Refunds": lambda item, p: revised(item, p.author, category=category("refunds")),
    "이몽룡": lambda item, p: revised(item, p.author, coauthors=(p.colleague,)),
    "관세법 제213조": lambda item, p: revised(
        item, p.author, citations=(("law", "관세법 제213조"),)
    ),
    "양식.txt": lambda item, p: attach_file(
        item=item, by=p.author, upload=SimpleUploadedFile("양식.txt", "가나다".encode())
    ),
    "좋은 글입니다": lambda item, p: add_comment(item=item, by=p.author, source="좋은 글입니다"),
    "icons.svg#superior": lambda item, p: grade_item(
        item=item, score=Decimal(8), raw=Decimal(8), grade="superior", round_id=1
    ),
}


@pytest.mark.parametrize("shown", CHANGES)
def test_a_reader_sees_a_change_at_once(people: Cast, item: Item, shown: str) -> None:
    renamed(people.colleague, "이몽룡")
    path = item.get_absolute_url()
    for reader in (people.stranger, people.stranger, people.evaluator):
        assert shown not in html_of(reader, path)
    CHANGES[shown](item, people)
    for reader in (people.stranger, people.evaluator, people.author, people.coordinator):
        assert shown in html_of(reader, path), reader


def test_a_text_that_came_back_is_the_one_that_is_shown(people: Cast, item: Item) -> None:
    first = latest(item)
    revised(item, people.author, source="그릇된 기한을 적은 본문입니다. " * 3)
    path = item.get_absolute_url()
    assert "그릇된 기한" in html_of(people.stranger, path)
    restore_revision(item=item, by=people.author, revision=first)
    assert "그릇된 기한" not in html_of(people.stranger, path)


def pages_with(item: Item, author: Officer) -> list[str]:
    """The pages on which a reader meets the item besides its own."""
    return [
        reverse("home"),
        reverse("knowledge:list"),
        reverse("knowledge:category", args=["clearance"]),
        reverse("knowledge:officer", args=[author.pk]),
        reverse("knowledge:bookmarks"),
        f"{reverse('search:results')}?q=특례",
        f"{reverse('knowledge:list')}?office=BUS&sort=read",
    ]


def narrowed(item: Item, people: Cast) -> None:
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    revised(item, people.author, audience=busan)


def hidden(item: Item, people: Cast) -> None:
    hide_item(item=item, by=people.coordinator, reason="개인정보가 있습니다")


@pytest.mark.parametrize("end", [narrowed, hidden])
def test_what_is_taken_from_readers_is_gone_from_every_page_at_once(
    people: Cast,
    item: Item,
    end: Callable[[Item, Cast], None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    search: Search,
) -> None:
    search.follow()
    toggle_bookmark(item=item, by=people.stranger)
    pages = pages_with(item, people.author)
    address = f'href="{item.get_absolute_url()}"'
    for path in pages:
        assert address in html_of(people.stranger, path), path
    with django_capture_on_commit_callbacks(execute=True):
        end(item, people)
    for path in pages:
        html = html_of(people.stranger, path)
        assert address not in html, path
        assert item.summary not in html, path
    assert signed_in(people.stranger).get(item.get_absolute_url()).status_code == 404


def test_a_retired_item_leaves_the_lists_at_once(
    people: Cast,
    item: Item,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    search: Search,
) -> None:
    search.follow()
    pages = [path for path in pages_with(item, people.author) if "bookmarks" not in path]
    for path in pages:
        html_of(people.stranger, path)
    with django_capture_on_commit_callbacks(execute=True):
        retire_item(item=item, by=people.author, reason="낡음")
    for path in pages:
        assert item.get_absolute_url() not in html_of(people.stranger, path), path


def test_what_was_hidden_needlessly_is_back_at_once(
    people: Cast,
    item: Item,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    search: Search,
) -> None:
    hidden(item, people)
    search.follow()
    pages = [path for path in pages_with(item, people.author) if "bookmarks" not in path]
    for path in pages:
        html_of(people.stranger, path)
    with django_capture_on_commit_callbacks(execute=True):
        show_item(item=item, by=people.coordinator)
    search.follow()
    for path in pages:
        assert item.get_absolute_url() in html_of(people.stranger, path), path


def test_the_first_item_of_a_list_is_not_overlooked(people: Cast) -> None:
    published(people.stranger, title="another")
    pages = [f"{reverse('knowledge:list')}?{query}" for query in ("author=author", "office=BUS")]
    for path in pages:
        assert 'class="empty"' in html_of(people.stranger, path)
    published(people.author, title=TITLE)
    for path in pages:
        assert TITLE in html_of(people.stranger, path)
