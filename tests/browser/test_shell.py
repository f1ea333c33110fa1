"""The shell in a browser: signed in, signed out, a phone, a desk."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.helping import assert_fits_and_accessible
from tests.cast import office, officer


def test_a_signed_in_officer_is_named_in_the_header(page: Page, site: str, sign_in: SignIn) -> None:
    officer("author", at=office("BUS"))
    sign_in(page, "author")
    page.goto(site)
    expect(page.locator(".my-menu summary")).to_contain_text("author")
    assert_fits_and_accessible(page)


def test_the_sign_in_page_is_for_everybody(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_fits_and_accessible(page)
