"""My mileage on a phone and at a desk, with the downloads that a spreadsheet opens."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from core import clock
from mileage.events import Reason
from mileage.models import Entry
from mileage.services.fold import fold
from mileage.services.post import post
from mileage.services.reverse import reverse
from tests.browser.conftest import SignIn
from tests.browser.helping import assert_fits_and_accessible
from tests.mileage.people import item_published, person


def test_a_statement_fits_is_accessible_filters_and_downloads(
    page: Page, site: str, sign_in: SignIn, tmp_path: Path
) -> None:
    kim = person("kim")
    title = "통관단계 상표권 침해 의심물품 처리 절차와 증빙 서류 "
    now = clock.now()
    fold([item_published(kim, when=now - timedelta(minutes=n), title=title * 2) for n in range(4)])
    paid = post(key="k", event="evaluation", officer=kim, occurred_at=now)
    reverse(entry=paid, reason=Reason.ANNULLED)
    sign_in(page, "kim")
    page.goto(f"{site}/mileage/")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    rows = page.locator(".mileage-lines tbody tr")
    expect(rows).to_have_count(Entry.objects.count())
    assert_fits_and_accessible(page)
    with page.expect_download() as started:
        page.locator("a[href*='format=xlsx']").click()
    started.value.save_as(tmp_path / started.value.suggested_filename)
    assert started.value.suggested_filename.endswith(".xlsx")
    page.locator("select[name=event]").select_option("publish")
    page.locator(".filter-bar button[type=submit]").click()
    expect(rows).to_have_count(4)
    assert "event=publish" in page.url


def test_a_newcomers_statement_fits_and_is_accessible(
    page: Page, site: str, sign_in: SignIn
) -> None:
    person("newcomer")
    sign_in(page, "newcomer")
    page.goto(f"{site}/mileage/")
    expect(page.locator(".empty")).to_be_visible()
    assert_fits_and_accessible(page)
