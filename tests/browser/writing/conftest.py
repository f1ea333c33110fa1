"""An officer before the form of an item."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import Officer
from knowledge.models import Item
from tests.browser.conftest import SignIn
from tests.browser.writing.steps import (
    PASSWORD,
    TEXT,
    Open,
    ready,
)
from tests.cast import Cast, cast, draft


@pytest.fixture
def people() -> Cast:
    people = cast()
    Officer.objects.filter(pk=people.author.pk).update(password=make_password(PASSWORD))
    return people


@pytest.fixture
def item(people: Cast) -> Item:
    return draft(people.author, source=TEXT, coauthors=(people.colleague,))


@pytest.fixture
def open_form(site: str) -> Open:
    """Opens the form of an item and waits until rich text has settled."""

    def opened(page: Page, item: Item) -> None:
        page.goto(site + reverse("knowledge:edit", args=[item.pk]))
        ready(page)

    return opened


@pytest.fixture
def writer(page: Page, people: Cast, sign_in: SignIn) -> Page:
    sign_in(page, "author")
    return page
