"""The steps of the main job, each by the person whose it is, in a browser of their own."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from core.services.deliver import deliver_all
from knowledge.models import Item

TITLE = "Bonded transport that arrives late"
SUMMARY = "What to check first when a container arrives after its time limit."
TEXT = "A container may arrive late for many reasons. Ask the carrier for the log of the vehicle."
MORE = " The seal is compared with the declaration before anything else."
REASON = "Please say since when the rule applies."
REMARK = "Names its basis and the exceptions, and can be used by other offices as it stands."


def workers_work() -> None:
    """What Celery's workers do meanwhile."""
    deliver_all()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def signs_in(page: Page, site: str, username: str, password: str) -> None:
    """Through the form, and lands on the home page."""
    page.goto(f"{site}/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What do you want to know")


def writes(page: Page, site: str) -> int:
    """From a shape, with category and tags; the draft saves itself. Returns the item's number."""
    page.goto(f"{site}/knowledge/new/")
    page.locator("button[name=shape][value=free]").click()
    expect(page.locator(".compose-tools")).to_be_visible()
    page.get_by_label("Title").first.fill(TITLE)
    page.get_by_label("Summary").first.fill(SUMMARY)
    page.locator("#id_category").select_option(label="Clearance")
    page.locator(".prose-edit").click()
    page.keyboard.type(TEXT)
    page.locator("#id_title").focus()
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved", timeout=9000)
    found = re.search(r"/knowledge/(\d+)/", page.url)
    assert found is not None
    return int(found[1])


def submits(page: Page) -> None:
    page.locator("button[name=submit]").click()
    page.wait_for_url(re.compile(r"/knowledge/\d+/$"))
    expect(page.locator("main")).to_contain_text("Submitted")


def opens_from_queue(page: Page, site: str) -> None:
    page.goto(f"{site}/evaluation/queue/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def returns(page: Page) -> None:
    page.locator("[data-refuse] summary").click()
    page.get_by_label("In your own words").fill(REASON)
    press(page, "Return to the author")
    expect(page.locator("main")).to_contain_text("has been told your reasons")


def mends(page: Page, site: str, number: int) -> None:
    """Finds the reason on the home page and on the item, adds a sentence, submits again."""
    page.goto(f"{site}/")
    page.get_by_role("link", name="1 item was returned to you").click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("main")).to_contain_text(REASON)
    page.get_by_role("link", name="Edit").first.click()
    expect(page.locator(".compose-tools")).to_be_visible()
    page.locator(".prose-edit p").last.click()
    page.keyboard.press("End")
    page.keyboard.type(MORE)
    submits(page)


def accepts(page: Page) -> None:
    """Sees what has changed since the last submission; one press publishes."""
    expect(page.locator(".diff-table ins").first).to_contain_text("seal")
    press(page, "Accept and publish")
    expect(page.locator("main")).to_contain_text("is published")


def judges(page: Page, site: str, score: str, writers: list[str]) -> None:
    """Opens the desk, sees no writer anywhere, scores by keyboard, comments, submits."""
    page.goto(f"{site}/evaluation/desk/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    source = page.content()
    assert not [name for name in writers if name in source]
    for field in page.locator("input[data-weight]").all():
        field.focus()
        page.keyboard.type(score)
    expect(page.locator("[data-score-total]")).to_contain_text(f"{float(score):.2f}")
    page.get_by_label("Comment").fill(REMARK)
    press(page, "Submit the evaluation")
    expect(page.locator("main")).to_contain_text("has been submitted")


def sees_decision(page: Page, site: str, number: int) -> None:
    page.goto(f"{site}/knowledge/{number}/")
    expect(page.locator("main")).to_contain_text("Decision: Superior")
    page.get_by_role("link", name="The evaluation in detail").click()
    expect(page.locator("main")).to_contain_text("By criterion")
    expect(page.locator("main")).to_contain_text(REMARK)
    assert page.locator(".meter svg").count() == 5


def sees_mileage(page: Page, site: str) -> None:
    page.goto(f"{site}/mileage/")
    table = page.locator("main")
    expect(table).to_contain_text("Knowledge published")
    expect(table).to_contain_text("Superior knowledge")
    expect(table).to_contain_text("+100")


def finds_and_reads(page: Page, site: str, number: int) -> None:
    """By category, then by search; comments, reacts, bookmarks, watches."""
    page.goto(f"{site}/knowledge/")
    page.get_by_role("navigation", name="Categories").get_by_role("link", name="Clearance").click()
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    page.locator("#header-q").fill("bonded late")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("Your comment").fill("Does this hold for air cargo as well?")
    press(page, "Post")
    expect(page.locator("#comments")).to_contain_text("air cargo")
    press(page, "Useful")
    expect(page.get_by_role("button", name="Useful")).to_have_attribute("aria-pressed", "true")
    press(page, "Bookmark")
    expect(page.locator("main")).to_contain_text("Added to your bookmarks")
    page.get_by_label("What I want to hear of it").select_option("watching")
    press(page, "Set")
    expect(page.locator("main")).to_contain_text("Your choice has been saved")


def is_told(page: Page, site: str) -> None:
    """The badge counts, and the notice leads to the comment."""
    page.goto(f"{site}/")
    expect(page.locator("[data-badge] .count")).to_be_visible()
    page.locator("[data-badge]").click()
    page.get_by_role("link", name=re.compile("commented")).first.click()
    expect(page.locator("#comments")).to_contain_text("air cargo")


def compares_and_restores(page: Page, site: str, number: int) -> None:
    page.goto(f"{site}/knowledge/{number}/history/")
    press(page, "Compare")
    expect(page.locator(".diff-table").first).to_be_visible()
    page.goto(f"{site}/knowledge/{number}/history/2/")
    page.locator("summary", has_text="Restore this version").click()
    press(page, "Restore this version")
    expect(page.locator("main")).to_contain_text("is the current one again")


def retires(page: Page, site: str, number: int) -> None:
    page.goto(f"{site}/knowledge/{number}/")
    page.locator("summary", has_text="Retire").click()
    page.get_by_label("Why?").fill("The procedure has changed.")
    page.locator(".confirm-box").get_by_role("button", name="Retire").click()
    page.goto(f"{site}/knowledge/{number}/")
    expect(page.locator("main")).to_contain_text("This item was retired on")
    expect(page.locator("main")).to_contain_text("The procedure has changed.")


def is_retired(number: int) -> bool:
    return Item.objects.get(pk=number).status == Item.Status.RETIRED


def administers(page: Page, site: str) -> None:
    """Finds an officer and what was done in Django's admin."""
    page.goto(f"{site}/admin/accounts/officer/?q=author")
    expect(page.locator("#result_list")).to_contain_text("author")
    page.goto(f"{site}/admin/core/activity/")
    expect(page.locator("#result_list")).to_contain_text("round.decided")
