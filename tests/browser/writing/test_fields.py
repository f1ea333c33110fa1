"""The fields around the text in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from knowledge.models import Item, Revision
from tests.browser.conftest import NewContext, SignIn
from tests.browser.helping import PHONE, assert_accessible, assert_fits_and_accessible
from tests.browser.writing.steps import (
    TEXT,
    Open,
    arrived,
    press,
    put,
    ready,
    source,
)
from tests.cast import Cast, draft

# Fields


def test_tags_and_coauthors_are_picked_with_the_keyboard(
    writer: Page, people: Cast, open_form: Open
) -> None:
    draft(people.colleague, tags=("원산지",))
    item = draft(people.author, source=TEXT)
    open_form(writer, item)
    tags = writer.locator("#id_tags")
    tags.press_sequentially("원산")
    expect(writer.locator("#id_tags_options li")).to_have_text("원산지")
    assert_accessible(writer, ".write-aside")
    tags.press("ArrowDown")
    tags.press("Enter")
    tags.press_sequentially("FTA, 환급")
    writer.locator("#id_coauthors").press_sequentially("stran")
    option = writer.locator("#id_coauthors_options li")
    expect(option).to_contain_text("ICN")
    option.click()
    expect(writer.locator("#id_coauthors_group .pick")).to_contain_text("stranger")
    press(writer, "save")
    arrived(writer, item)
    fresh = Item.objects.get(pk=item.pk)
    assert fresh.tag_list == ["원산지", "FTA", "환급"]
    assert list(fresh.coauthors.all()) == [people.stranger]


def test_errors_lead_to_their_fields(writer: Page, item: Item, open_form: Open) -> None:
    open_form(writer, item)
    writer.locator("#id_title").fill("")
    writer.locator("#id_coauthors").fill("nobody-here")
    put(writer, " kept")
    press(writer, "submit")
    summary = writer.locator("#form-errors")
    expect(summary).to_be_focused()
    ready(writer)
    assert "kept" in source(writer)
    expect(writer.locator(".alert.no-print")).to_have_count(0)
    assert_fits_and_accessible(writer)
    summary.locator("a[href='#id_title']").click()
    expect(writer.locator("#id_title")).to_be_focused()
    summary.locator("a[href='#id_coauthors']").click()
    expect(writer.locator("#id_coauthors")).to_be_focused()


def test_the_office_is_asked_for_where_it_matters(
    writer: Page, item: Item, open_form: Open
) -> None:
    open_form(writer, item)
    expect(writer.locator("#id_office")).to_be_hidden()
    writer.locator("input[name=readers][value=office]").check()
    expect(writer.locator("#id_office")).to_be_visible()


def test_a_second_click_sends_nothing_twice(writer: Page, item: Item, open_form: Open) -> None:
    open_form(writer, item)
    put(writer, " once")
    writer.locator(".write-actions button[name=save]").dblclick()
    arrived(writer, item)
    assert Revision.objects.filter(item=item).count() == 2


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_the_pages_are_for_everybody(
    new_context: NewContext, people: Cast, item: Item, sign_in: SignIn, site: str, locale: str
) -> None:
    page = new_context(locale=locale).new_page()
    sign_in(page, "author")
    page.goto(site + reverse("knowledge:new"))
    assert_fits_and_accessible(page)
    page.locator("button[value=howto]").click()
    ready(page)
    assert_fits_and_accessible(page)
    page.set_viewport_size(PHONE)
    page.reload()
    ready(page)
    assert_fits_and_accessible(page)


def test_it_all_works_without_scripts(
    new_context: NewContext, people: Cast, sign_in: SignIn, site: str, tmp_path: Path
) -> None:
    category = str(draft(people.colleague).category_id)
    options: dict[str, Any] = {"java_script_enabled": False}
    page = new_context(**options).new_page()
    sign_in(page, "author")
    page.goto(site + reverse("knowledge:new"))
    page.locator("button[value=qanda]").click()
    page.locator("#id_title").fill("Without scripts")
    page.locator("#id_source").fill("# A heading\n\nlong enough to be judged by others")
    page.locator("button[name=preview]").click()
    assert page.locator(".preview-card h2").nth(1).inner_text() == "A heading"
    file = tmp_path / "note.txt"
    file.write_text("some words")
    page.locator("#id_files").set_input_files(file)
    page.locator("#id_tags").fill("a, b")
    page.locator("#id_coauthors").fill("colleague")
    press(page, "submit")
    assert page.locator("#form-errors li").count() == 2
    page.locator("#id_summary").fill("A summary")
    page.locator("#id_category").select_option(category)
    press(page, "submit")
    item = Item.objects.get(title="Without scripts")
    assert page.url.endswith(item.get_absolute_url())
    assert item.status == Item.Status.SUBMITTED
    assert item.attachments.get().name == "note.txt"
    assert list(item.coauthors.all()) == [people.colleague]
