"""Two at once, signed out, offline: nothing that an officer types is lost."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from knowledge.models import Item, Revision, WorkingCopy
from knowledge.services.drafts import delete_draft
from tests.browser.conftest import NewContext, SignIn
from tests.browser.helping import assert_fits_and_accessible
from tests.browser.writing.steps import (
    PASSWORD,
    TEXT,
    Open,
    arrived,
    latest,
    press,
    put,
    ready,
    saved,
    source,
    state,
)
from tests.cast import Cast

# Two at once


def test_two_officers_in_the_same_place(
    writer: Page, item: Item, open_form: Open, new_context: NewContext, sign_in: SignIn
) -> None:
    open_form(writer, item)
    other = new_context().new_page()
    sign_in(other, "colleague")
    open_form(other, item)
    put(other, " by the colleague")
    press(other, "save")
    arrived(other, item)
    put(writer, " by the author")
    press(writer, "save")
    expect(writer.locator(".diff-table")).to_be_visible()
    # Rich text would make quotations of the marks.
    expect(writer.locator("#id_source")).to_be_visible()
    expect(writer.locator(".prose-edit")).to_have_count(0)
    merged = source(writer)
    assert "by the colleague" in merged
    assert "by the author" in merged
    # All that was sent is on this page: nothing else is offered for restoring.
    expect(writer.locator(".alert.no-print")).to_have_count(0)
    assert_fits_and_accessible(writer)
    press(writer, "save")
    expect(writer.locator("#id_source_errors")).to_be_visible()
    writer.locator("#id_source").fill(f"{TEXT} by both")
    writer.locator(".compose-tabs button").first.click()
    expect(writer.locator(".prose-edit")).to_contain_text("by both")
    press(writer, "save")
    arrived(writer, item)
    assert latest(item).source == f"{TEXT} by both"
    assert Revision.objects.filter(item=item).count() == 3
    open_form(writer, item)
    expect(writer.locator(".alert")).to_have_count(0)


def test_two_windows_of_one_officer(writer: Page, item: Item, open_form: Open) -> None:
    open_form(writer, item)
    second = writer.context.new_page()
    open_form(second, item)
    put(second, " window two")
    saved(second)
    put(writer, " window one")
    writer.locator("#id_title").focus()
    state(writer, "conflict")
    press(writer, "save")
    expect(writer.locator("#differences")).to_be_visible()
    assert "window one" in source(writer)
    assert "window two" in source(writer)


# Signed out, offline


def end_session(context: BrowserContext) -> None:
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def test_typing_goes_on_after_the_session_ended(
    writer: Page, item: Item, open_form: Open, sign_in: SignIn
) -> None:
    open_form(writer, item)
    end_session(writer.context)
    put(writer, " typed while signed out")
    writer.locator("#id_title").focus()
    state(writer, "signed-out")
    expect(writer.locator("[data-save-state] a")).to_have_attribute(
        "href", reverse("account_login")
    )
    sign_in(writer, "author")  # in another tab
    press(writer, "save")
    arrived(writer, item)
    assert "typed while signed out" in latest(item).source


def test_sending_while_signed_out_comes_back_through_the_sign_in_page(
    writer: Page, item: Item, open_form: Open, people: Cast
) -> None:
    open_form(writer, item)
    put(writer, " typed before")
    saved(writer)
    put(writer, " and after")
    end_session(writer.context)
    press(writer, "save")
    # The page knows nothing of the ended session: the form is sent and ends at the sign-in page,
    # or a save before it finds out and keeps the page.
    writer.wait_for_timeout(500)
    if reverse("account_login") not in writer.url:
        writer.goto(writer.url)
    writer.wait_for_url(re.compile("/accounts/login/"))
    assert f"next={reverse('knowledge:edit', args=[item.pk])}" in writer.url.replace("%2F", "/")
    writer.locator("#id_login").fill("author")
    writer.locator("#id_password").fill(PASSWORD)
    writer.locator("form[data-login] button[type=submit]").first.click()
    ready(writer)
    offer = writer.locator(".alert.no-print")
    expect(offer).to_be_visible()
    offer.locator("button").first.click()
    expect(writer.locator(".prose-edit")).to_contain_text("typed before and after")
    press(writer, "save")
    arrived(writer, item)
    assert "typed before and after" in latest(item).source
    open_form(writer, item)
    expect(writer.locator(".alert.no-print")).to_have_count(0)


def test_a_new_token_from_another_tab_is_taken(
    writer: Page, item: Item, open_form: Open, people: Cast, site: str
) -> None:
    open_form(writer, item)
    end_session(writer.context)
    other = writer.context.new_page()
    other.goto(site + reverse("account_login"))
    other.locator("#id_login").fill("author")
    other.locator("#id_password").fill(PASSWORD)
    other.locator("form[data-login] button[type=submit]").first.click()
    other.wait_for_url(site + "/")
    writer.locator("#id_title").fill("Sent with a token of before")
    press(writer, "save")
    arrived(writer, item)
    assert latest(item).title == "Sent with a token of before"


def test_offline_text_is_kept_and_saved_later(
    writer: Page, item: Item, open_form: Open, faults: list[str]
) -> None:
    open_form(writer, item)
    writer.context.set_offline(True)
    put(writer, " typed offline")
    writer.locator("#id_title").focus()
    state(writer, "failed")
    assert "typed offline" in writer.evaluate("JSON.stringify(localStorage)")
    writer.context.set_offline(False)
    state(writer, "saved", timeout=15_000)
    assert writer.evaluate("localStorage.length") == 0
    assert "typed offline" in WorkingCopy.objects.get().data["source"]
    faults.clear()


def test_a_draft_deleted_elsewhere_becomes_a_new_one(
    writer: Page, item: Item, open_form: Open, people: Cast
) -> None:
    open_form(writer, item)
    delete_draft(item=item, by=people.author)
    put(writer, " not lost")
    press(writer, "save")
    form = writer.locator(f"form[action='{reverse('knowledge:new')}']")
    expect(form.locator("textarea[name=source]")).to_have_value(re.compile("not lost"))
    assert_fits_and_accessible(writer)
    form.locator("button").click()
    ready(writer)
    assert "not lost" in latest(Item.objects.get()).source
