"""The text and its files in a real browser."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from knowledge.models import Attachment, Item, WorkingCopy
from tests.browser.helping import assert_accessible
from tests.browser.writing.steps import (
    PNG,
    TEXT,
    Open,
    arrived,
    latest,
    press,
    put,
    ready,
    source,
    state,
)
from tests.cast import Cast, draft

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


# In the language of whoever's browser it is.
RESTORE = re.compile("되살리기|Restore the text")


def test_closing_at_once_keeps_the_last_words(writer: Page, item: Item, open_form: Open) -> None:
    open_form(writer, item)
    put(writer, " last words")
    context = writer.context
    writer.goto("about:blank")
    writer.close()
    page = context.new_page()
    open_form(page, item)
    restore = page.get_by_role("button", name=RESTORE)
    if "last words" not in source(page) and not restore.is_visible():
        # The form was read just before the last words reached the server.
        open_form(page, item)
    if "last words" not in source(page):
        restore.click()
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
