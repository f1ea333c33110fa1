"""Reactions, bookmark and watch: plain forms that come back to the page, with or without htmx."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.models import Bookmark, Item, Reaction, Watch
from knowledge.services.retire import retire_item
from tests.cast import Cast, draft, published
from tests.knowledge.views.forms import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(people: Cast) -> Item:
    return published(people.author)


@pytest.fixture
def browser(people: Cast) -> Client:
    return signed_in(people.stranger)


def send(browser: Client, name: str, item: Item, **fields: str) -> str:
    """Press the button and follow; the page that comes."""
    answer = browser.post(reverse(f"knowledge:{name}", args=[item.pk]), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def button(html: str, id: str) -> str:
    return html.split(f'id="{id}"')[1].split("</button>")[0]


def test_a_reaction_goes_on_and_off(people: Cast, item: Item, browser: Client) -> None:
    on = button(send(browser, "react", item, kind="thanks"), "react-thanks")
    assert 'aria-pressed="true"' in on
    assert '<span class="number">1</span>' in on
    other = signed_in(people.colleague).get(item.get_absolute_url()).content.decode()
    assert 'aria-pressed="false"' in button(other, "react-thanks")
    assert '<span class="number">1</span>' in button(other, "react-thanks")
    off = button(send(browser, "react", item, kind="thanks"), "react-thanks")
    assert 'aria-pressed="false"' in off
    assert "number" not in off
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("kind", ["", "angry", "\0", "x" * 999])
def test_an_unknown_reaction_is_said(item: Item, browser: Client, kind: str) -> None:
    html = send(browser, "react", item, kind=kind)
    assert 'class="alert danger"' in html
    assert not Reaction.objects.exists()


def test_a_bookmark_goes_on_and_off(item: Item, browser: Client) -> None:
    assert 'aria-pressed="true"' in button(send(browser, "bookmark", item), "bookmark")
    assert Bookmark.objects.count() == 1
    assert 'aria-pressed="false"' in button(send(browser, "bookmark", item), "bookmark")
    assert not Bookmark.objects.exists()


def test_a_watch_is_chosen(item: Item, browser: Client) -> None:
    assert '<option value="muted" selected>' in send(browser, "watch", item, level="muted")
    assert Watch.objects.get().level == "muted"
    assert '<option value="muted">' in send(browser, "watch", item, level="")
    assert not Watch.objects.exists()
    assert 'class="alert danger"' in send(browser, "watch", item, level="loud")


def test_a_retired_item_takes_no_reactions(people: Cast, item: Item, browser: Client) -> None:
    retire_item(item=item, by=people.author, reason="old")
    assert 'class="alert danger"' in send(browser, "react", item, kind="useful")
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("name", ["react", "bookmark", "watch"])
def test_what_one_may_not_read_takes_nothing(people: Cast, browser: Client, name: str) -> None:
    address = reverse(f"knowledge:{name}", args=[draft(people.author).pk])
    assert browser.post(address, {"kind": "useful", "level": "muted"}).status_code == 404


@pytest.mark.parametrize("name", ["react", "bookmark", "watch"])
def test_who_comes_by_a_link_lands_on_the_item(item: Item, browser: Client, name: str) -> None:
    address = reverse(f"knowledge:{name}", args=[item.pk])
    assert browser.get(address)["Location"] == item.get_absolute_url()


def test_a_swap_gets_the_marks_and_the_message(item: Item, browser: Client) -> None:
    html = browser.get(item.get_absolute_url()).content.decode()
    assert 'hx-select="#marks"' in html
    answer = browser.post(
        reverse("knowledge:bookmark", args=[item.pk]), headers={"HX-Request": "true"}, follow=True
    )
    html = answer.content.decode()
    assert 'aria-pressed="true"' in button(html, "bookmark")
    assert 'role="status"' in html.split('id="messages"')[1].split('id="marks"')[0]
