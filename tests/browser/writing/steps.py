"""What an officer does with the form of an item."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from knowledge.models import Item, Revision

PASSWORD = "a long password"
TEXT = "first line\n\nsecond line\n\nthird line"
# A green picture of one pixel.
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)

Open = Callable[[Page, Item], None]


def ready(page: Page) -> None:
    """Wait for rich text; its tool bar comes when it listens."""
    expect(page.locator(".compose-tools")).to_be_visible()


def put(page: Page, text: str) -> None:
    """Type at the end of the rich text."""
    page.locator(".prose-edit").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def state(page: Page, name: str, timeout: float = 8000) -> None:
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", name, timeout=timeout)


def saved(page: Page) -> None:
    """Leave the text, which saves at once, and wait for it."""
    page.locator("#id_title").focus()
    state(page, "saved")


def press(page: Page, name: str) -> None:
    page.locator(f".write-actions button[name={name}]").click()


def source(page: Page) -> str:
    return page.locator("#id_source").input_value()


def latest(item: Item) -> Revision:
    return Revision.objects.filter(item=item).latest("number")


def arrived(page: Page, item: Item) -> None:
    page.wait_for_url(re.compile(rf"/knowledge/{item.pk}/$"))
