"""Writing in a real browser: nothing that an officer types is lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Route, expect

from accounts.models import Officer
from knowledge.models import Attachment, Item, Revision, WorkingCopy
from knowledge.services.drafts import delete_draft
from tests.browser.conftest import NewContext, SignIn
from tests.browser.helping import PHONE, assert_accessible, assert_fits_and_accessible
from tests.cast import Cast, cast, draft

PASSWORD = "a long password"
TEXT = "first line\n\nsecond line\n\nthird line"
# A green picture of one pixel.
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)

Open = Callable[[Page, Item], None]


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


def ready(page: Page) -> None:
    expect(page.locator(".prose-edit")).to_be_visible()


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


# Typing


def test_what_is_typed_is_there_after_closing_the_window(
    writer: Page, item: Item, open_form: Open
) -> None:
    open_form(writer, item)
    put(writer, " and more")
    state(writer, "saved")
    context = writer.context
    writer.close()
    page = context.new_page()
    open_form(page, item)
    assert source(page).rstrip() == f"{TEXT} and more"
    expect(page.locator("#working-copy")).to_be_visible()
    expect(page.locator(".prose-edit")).to_contain_text("and more")
    page.locator("[data-discard] button").click()
    ready(page)
    assert source(page).rstrip() == TEXT
    expect(page.locator("#working-copy")).to_have_count(0)


def test_closing_at_once_keeps_the_last_words(writer: Page, item: Item, open_form: Open) -> None:
    open_form(writer, item)
    put(writer, " last words")
    context = writer.context
    writer.goto("about:blank")
    writer.close()
    page = context.new_page()
    open_form(page, item)
    if "last words" not in source(page):
        page.get_by_role("button", name="복원").or_(page.get_by_text("Restore the text")).click()
    assert "last words" in source(page)


def test_saving_at_once_takes_the_last_key(writer: Page, item: Item, open_form: Open) -> None:
    open_form(writer, item)
    put(writer, " to the last key")
    press(writer, "save")
    arrived(writer, item)
    assert latest(item).source.rstrip() == f"{TEXT} to the last key"
    assert not WorkingCopy.objects.exists()


def test_opening_a_text_changes_nothing_of_it(writer: Page, people: Cast, open_form: Open) -> None:
    odd = "* a\n* b\n\n|x|y|\n|-|-|\n|1|2|\n\nSetext\n---\n\n_em_ __strong__  \nbreak\n\n1) one"
    item = draft(people.author, source=odd)
    open_form(writer, item)
    writer.locator("#id_title").fill("Another title")
    assert source(writer) == odd
    press(writer, "save")
    arrived(writer, item)
    assert latest(item).source == odd


def test_the_views_show_one_text(writer: Page, item: Item, open_form: Open) -> None:
    open_form(writer, item)
    tabs = writer.locator(".compose-tabs button")
    tabs.nth(1).click()
    writer.locator("#id_source").fill("## Heading\n\n**bold** and <script>alert(1)</script>")
    tabs.nth(2).click()
    expect(writer.locator(".compose-preview strong")).to_have_text("bold")
    expect(writer.locator(".compose-preview script")).to_have_count(0)
    tabs.nth(0).click()
    expect(writer.locator(".prose-edit h2")).to_have_text("Heading")


def test_a_check_box_is_ticked(writer: Page, people: Cast, open_form: Open) -> None:
    item = draft(people.author, source="- [ ] one\n- [ ] two")
    open_form(writer, item)
    first = writer.locator(".prose-edit li").first
    first.evaluate("line => line.scrollIntoView({block: 'center'})")
    box = first.bounding_box()
    assert box is not None
    writer.mouse.click(box["x"] - 14, box["y"] + 16)
    expect(first).to_have_attribute("data-checked", "true")
    writer.locator(".prose-edit li").nth(1).click()
    writer.keyboard.press("Control+Enter")
    press(writer, "save")
    arrived(writer, item)
    assert re.findall(r"\[(.)\]", latest(item).source) == ["x", "x"]


# Files


def paste(page: Page, name: str, kind: str, content: str) -> None:
    page.locator(".prose-edit").click()
    page.keyboard.press("Control+End")
    page.evaluate(
        """([name, kind, content]) => {
            const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name, { type: kind }));
            const event = { clipboardData: data, bubbles: true, cancelable: true };
            document.querySelector(".prose-edit").dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        [name, kind, content],
    )


def test_a_pasted_picture_stands_in_the_text(writer: Page, item: Item, open_form: Open) -> None:
    open_form(writer, item)
    paste(writer, "green.png", "image/png", PNG)
    picture = writer.locator(".prose-edit img[src*='/knowledge/files/']")
    expect(picture).to_be_visible()
    put(writer, " below the picture")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    press(writer, "save")
    arrived(writer, item)
    attachment = Attachment.objects.get()
    assert attachment.is_inline
    assert attachment.get_absolute_url() in latest(item).source
    assert f'src="{attachment.get_absolute_url()}"' in latest(item).html
    open_form(writer, item)
    expect(picture).to_be_visible()
    put(writer, " again")
    press(writer, "save")
    arrived(writer, item)
    assert attachment.get_absolute_url() in latest(item).source


def slowly(route: Route) -> None:
    time.sleep(0.3)
    route.continue_()


def test_a_file_is_attached_with_its_progress_and_removed(
    writer: Page, item: Item, open_form: Open, tmp_path: Path
) -> None:
    open_form(writer, item)
    file = tmp_path / "note.txt"
    file.write_text("가나다 " * 200_000)
    # Slow enough to see the bar.
    writer.route("**/files/", slowly)
    writer.locator("#id_files").set_input_files(file)
    expect(writer.locator("[data-upload-list] progress")).to_be_visible()
    line = writer.locator("[data-upload-list] li")
    expect(line.locator("a.name")).to_have_text("note.txt")
    expect(line.locator("progress")).to_have_count(0)
    attachment = Attachment.objects.get()
    assert not attachment.is_inline
    line.locator("input[type=checkbox]").check()
    press(writer, "save")
    arrived(writer, item)
    assert not Attachment.objects.exists()


def test_what_cannot_be_attached_says_why(
    writer: Page, item: Item, open_form: Open, tmp_path: Path
) -> None:
    open_form(writer, item)
    program = tmp_path / "run.exe"
    program.write_bytes(b"MZ" + bytes(300))
    writer.locator("#id_files").set_input_files(program)
    line = writer.locator("[data-upload-list] li.is-error")
    expect(line.locator(".form-error")).not_to_be_empty()
    assert_accessible(writer, "[data-upload-list]")
    line.locator("button").click()
    expect(line).to_have_count(0)
    assert not Attachment.objects.exists()


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
