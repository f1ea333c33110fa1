"""An evaluator scores an item without touching the mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from evaluation.models import Assignment, Evaluation
from tests.browser.conftest import NewContext, SignIn
from tests.browser.helping import PHONE, assert_accessible, assert_fits, wait_until
from tests.evaluation.judging import REMARK, scene


@pytest.fixture
def task() -> Assignment:
    _item, round = scene().publish()
    return round.assignments.select_related("evaluator__officer").earliest("pk")


@pytest.fixture
def page(task: Assignment, site: str, new_context: NewContext, sign_in: SignIn) -> Page:
    page = new_context(locale="en-US").new_page()
    sign_in(page, task.evaluator.officer.username)
    page.goto(f"{site}/evaluation/assignments/{task.pk}/")
    return page


def test_the_whole_form_by_keyboard_alone(page: Page, task: Assignment) -> None:
    page.locator("#id_score_accuracy").focus()
    keys = page.keyboard
    for key in ("8", ".", "Enter", "1", "0", "Enter", "7", ".", "5", "ArrowUp", "Enter"):
        keys.press(key)
    # 8.5, 10 and 7.5 with a step up; a second digit replaces the first.
    for key in ("6", "9", "Enter", "3", "Shift+Enter"):
        keys.press(key)
    values = [field.input_value() for field in page.locator("input[data-weight]").all()]
    assert values == ["8.5", "10", "8", "9", "3"]
    assert page.evaluate("document.activeElement.name") == "score_originality"
    expect(page.locator("[data-total]")).to_have_text("8.40")
    expect(page.locator("[data-superior]")).to_be_visible()
    keys.press("?")
    expect(page.locator("[data-keys]")).to_have_attribute("open", "")
    keys.press("Enter")
    keys.press("0")
    expect(page.locator("[data-total]")).to_have_text("8.10")
    for key in ("Enter", "ArrowDown", "Enter"):
        keys.press(key)
    keys.insert_text(REMARK)
    keys.press("Control+s")
    expect(page.locator("[data-save-state]")).to_have_text(re.compile("^Saved at"))
    # An earlier save may have said so: wait for the one with the comment.
    wait_until(lambda: Assignment.objects.get(pk=task.pk).progress["comment"] == REMARK)
    keys.press("Control+Enter")
    expect(page).to_have_url(re.compile("/evaluation/desk/$"))
    evaluation = Evaluation.objects.get()
    assert (str(evaluation.total), evaluation.confidence) == ("8.100", 3)


def test_what_the_score_means_stands_beside_it(page: Page) -> None:
    page.locator("#id_score_accuracy").focus()
    page.keyboard.press("8")
    pressed = page.locator("#id_score_accuracy_group .anchor[aria-pressed=true]")
    expect(pressed.locator("b")).to_have_text("7")
    page.keyboard.press("Enter")
    meaning = page.locator("#id_score_accuracy_group [data-meaning]")
    expect(meaning).to_be_visible()
    expect(meaning).to_have_text(pressed.locator("span").text_content() or "")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_fits(page)
    assert_accessible(page)


def test_two_windows_say_so_and_lose_nothing(page: Page, task: Assignment) -> None:
    second = page.context.new_page()
    second.goto(page.url)
    page.locator("#id_comment").fill("The first window")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save-state]")).to_have_text(re.compile("^Saved at"))
    second.locator("#id_comment").fill("The second window")
    second.keyboard.press("Control+s")
    expect(second.locator("[data-save-state]")).to_contain_text("another window")
    second.locator("button[value=save]").click()
    expect(second.locator("textarea[readonly]")).to_have_value("The first window")
    expect(second.locator("#id_comment")).to_have_value("The second window")
    assert Assignment.objects.get(pk=task.pk).progress["comment"] == "The first window"


def test_without_scripts_a_button_saves(
    task: Assignment, site: str, new_context: NewContext, sign_in: SignIn
) -> None:
    page = new_context(locale="en-US", java_script_enabled=False).new_page()
    sign_in(page, task.evaluator.officer.username)
    page.goto(f"{site}/evaluation/assignments/{task.pk}/")
    page.locator("#id_score_accuracy").fill("6.5")
    page.locator("#id_comment").fill("Half of it")
    page.locator("button[value=save]").click()
    expect(page.locator("#id_score_accuracy")).to_have_value("6.5")
    expect(page.locator("#id_comment")).to_have_value("Half of it")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved at")
