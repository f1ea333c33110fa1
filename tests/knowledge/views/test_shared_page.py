"""The page of an item is kept for many readers: nothing of one of them reaches another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from knowledge.models import Bookmark, Comment, Item, Reaction
from knowledge.services.comments import add_comment
from knowledge.services.marks import set_watch, toggle_bookmark, toggle_reaction
from tests.cast import Cast, office, officer, published
from tests.knowledge.views.blindness import judges, renamed
from tests.knowledge.views.forms import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(people: Cast) -> Item:
    return published(people.author)


def strict(person: Officer) -> Client:
    """A browser of that officer, of a portal that checks where forms come from."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    return browser


def page(browser: Client, item: Item) -> str:
    return str(browser.get(item.get_absolute_url()).content.decode())


def hidden_fields(html: str, form: str) -> dict[str, str]:
    part = html.split(f'id="{form}"')[1].split("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', part))


def test_every_reader_posts_with_a_token_of_their_own(people: Cast, item: Item) -> None:
    readers = [people.stranger, people.evaluator, people.stranger]
    browsers = [strict(reader) for reader in readers]
    # All pages are open before the first form is sent.
    forms = [hidden_fields(page(browser, item), "comment-form") for browser in browsers]
    assert len({form["csrfmiddlewaretoken"] for form in forms}) == 3
    address = reverse("knowledge:comment", args=[item.pk])
    for browser, form in zip(browsers, forms, strict=True):
        assert browser.post(address, form | {"source": "said"}).status_code == 302
    writers = list(Comment.objects.order_by("pk").values_list("author_id", flat=True))
    assert writers == [reader.pk for reader in readers]


def test_the_buttons_of_a_kept_page_work_for_everybody(people: Cast, item: Item) -> None:
    for reader in (people.stranger, people.evaluator):
        browser = strict(reader)
        html = page(browser, item)
        token = hidden_fields(html, "marks")["csrfmiddlewaretoken"]
        for name, fields in (("react", {"kind": "useful"}), ("bookmark", {})):
            sent = fields | {"csrfmiddlewaretoken": token}
            answer = browser.post(reverse(f"knowledge:{name}", args=[item.pk]), sent)
            assert answer.status_code == 302
    for rows in (Bookmark.objects.all(), Reaction.objects.all()):
        assert {row.officer_id for row in rows} == {people.stranger.pk, people.evaluator.pk}


def test_a_form_that_was_copied_from_another_reader_is_refused(people: Cast, item: Item) -> None:
    form = hidden_fields(page(strict(people.stranger), item), "comment-form")
    thief = strict(people.evaluator)
    page(thief, item)
    answer = thief.post(reverse("knowledge:comment", args=[item.pk]), form | {"source": "x"})
    assert answer.status_code == 403
    assert not Comment.objects.exists()


def links(html: str) -> set[str]:
    return set(re.findall(r"/knowledge/comments/\d+/(?:edit|remove)/", html))


def test_links_to_ones_own_comments_are_ones_own(people: Cast, item: Item) -> None:
    own = {
        person: add_comment(item=item, by=person, source=f"by {person}").pk
        for person in (people.stranger, people.evaluator)
    }
    # Whoever comes first makes the page that is kept; each comes twice.
    for reader in (people.stranger, people.evaluator, people.colleague) * 2:
        found = links(page(signed_in(reader), item))
        wanted = {
            reverse(f"knowledge:comment_{verb}", args=[own[reader]])
            for verb in ("edit", "remove")
            if reader in own
        }
        assert found == wanted, reader


def marked(html: str) -> tuple[bool, bool, bool]:
    """Whether the page shows a reaction, a bookmark, a watch of the reader."""
    return (
        'id="react-useful" name="kind" value="useful" aria-pressed="true"' in html,
        'id="bookmark" aria-pressed="true"' in html,
        '<option value="watching" selected>' in html,
    )


def test_marks_are_ones_own(people: Cast, item: Item) -> None:
    readers = (people.stranger, people.evaluator, people.colleague, people.admin)
    for reader in readers:
        assert marked(page(signed_in(reader), item)) == (False, False, False)
    toggle_reaction(item=item, by=people.stranger, kind="useful")
    toggle_bookmark(item=item, by=people.evaluator)
    set_watch(item=item, by=people.colleague, level="watching")
    for _time in range(2):
        found = [marked(page(signed_in(reader), item)) for reader in readers]
        assert found == [
            (True, False, False),
            (False, True, False),
            (False, False, True),
            (False, False, False),
        ]


def test_the_name_in_the_header_is_the_readers(people: Cast, item: Item) -> None:
    readers = (renamed(people.stranger, "성춘향"), renamed(people.evaluator, "변학도"))
    for reader in readers * 2:
        html = page(signed_in(reader), item)
        assert [name for name in ("성춘향", "변학도") if name in html] == [reader.name_ko]


def test_what_the_author_may_do_is_not_offered_to_readers_after_them(
    people: Cast, item: Item
) -> None:
    edit = reverse("knowledge:edit", args=[item.pk])
    retire = reverse("knowledge:retire", args=[item.pk])

    def offered(person: Officer) -> Any:
        html = page(signed_in(person), item)
        return edit in html, retire in html

    for _time in range(2):
        assert offered(people.author) == (True, True)
        assert offered(people.coordinator) == (False, True)
        assert offered(people.stranger) == (False, False)


def test_who_judges_an_item_does_not_learn_its_office_from_its_readers(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meant for one main customs and written in one of its offices, judged in another."""
    busan = people.busan
    busan.name_ko = busan.name_en = "Mountain Customs"
    busan.save()
    team, other = office("TEAM", parent=busan), office("OTHER", parent=busan)
    author, judge = officer("writer", at=team), officer("judge", at=other)
    meant = audience_for(kind=Audience.Kind.OFFICE, office=busan)
    item = published(author, audience=meant)
    assert "Mountain Customs" in page(signed_in(officer("idle", at=other)), item)
    judges(monkeypatch, judge, item)
    html = page(signed_in(judge), item)
    assert "icons.svg#lock" in html
    assert "Mountain Customs" not in html
