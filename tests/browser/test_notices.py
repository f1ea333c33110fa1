"""Calling a colleague by keyboard, the inbox by card, and a mail's link, in a real browser."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, expect

from core.services.deliver import deliver_all
from knowledge.services.follow import follow
from notifications.models import Notice
from notifications.tokens import stop_token
from tests.browser.conftest import SignIn
from tests.browser.helping import assert_accessible, assert_fits_and_accessible
from tests.cast import cast, published


def test_a_colleague_is_called_by_keyboard_and_finds_it_in_the_inbox(
    page: Page, site: str, sign_in: SignIn
) -> None:
    people = cast()
    item = published(people.author)
    sign_in(page, "colleague")
    page.goto(site + item.get_absolute_url())
    field = page.locator("#comment-source")
    field.press_sequentially("이 부분은 @stran")
    option = page.locator("#comment-source_people li")
    expect(option).to_have_count(1)
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "comment-source_people_0")
    assert_accessible(page, "#comment-form")
    field.press("Enter")
    expect(field).to_have_value("이 부분은 @stranger ")
    expect(option).to_have_count(0)
    field.press_sequentially("확인 바랍니다 @st")
    expect(option).to_have_count(1)
    field.press("Escape")
    expect(option).to_have_count(0)
    page.locator("#comment-form button[type=submit]").click()
    link = page.locator(".comment-text a")
    expect(link).to_have_attribute("href", f"/knowledge/officers/{people.stranger.pk}/")
    deliver_all()
    assert Notice.objects.get(officer=people.stranger).kind == "mentioned"
    follow(by=people.stranger, target=people.busan, level="watching")
    page.context.clear_cookies()
    sign_in(page, "stranger")
    for path in ("", "following/", "preferences/", "?kind=mileage"):
        page.goto(f"{site}/notifications/{path}")
        assert_fits_and_accessible(page)
    page.goto(f"{site}/notifications/")
    card = page.locator(".notice-card")
    expect(card).to_have_count(1)
    card.locator("form[action*='mute'] button").click()
    expect(card.locator("button[name=undo]")).to_have_count(1)
    page.goto(site + reverse("knowledge:officer", args=[people.author.pk]))
    page.locator(".follow summary").click()
    assert_fits_and_accessible(page)


def test_a_mails_link_asks_and_acts_signed_out(page: Page, site: str) -> None:
    people = cast()
    page.goto(f"{site}/notifications/stop/{stop_token(people.author.pk, ['commented'])}/")
    assert_fits_and_accessible(page)
    page.locator("main button[type=submit]").click()
    expect(page.locator("main form")).to_have_count(0)
    assert_fits_and_accessible(page)
