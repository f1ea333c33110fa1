"""A report from the marked passage to the recall and the verified repair, in four browsers."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from core import clock
from knowledge.models import Item, Reading
from knowledge.services.publish import publish_item
from mileage.services.policies import load_start_policy
from reports.models import Report
from tests.browser.conftest import NewContext, SignIn
from tests.browser.helping import assert_fits_and_accessible
from tests.cast import Cast, cast, submitted
from tests.delivering import deliver_all

PASSAGE = "보세운송 신고는 보세구역 반출 전에 하고"
EVIDENCE = "The amended notice asks for it one day earlier."
MARK = """(words) => {
    const walker = document.createTreeWalker(
        document.querySelector("article.prose"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const start = walker.currentNode.data.indexOf(words);
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, start);
        range.setEnd(walker.currentNode, start + words.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return;
    }
}"""


def furnished(people: Cast) -> Item:
    """A published item that the colleague has read."""
    load_start_policy()
    item = submitted(people.author)
    publish_item(item=item, by=people.coordinator)
    Reading.objects.create(item=item, officer=people.colleague, day=clock.today())
    deliver_all()
    return item


def test_a_marked_passage_goes_all_the_way_to_recall_and_repair(
    site: str, new_context: NewContext, sign_in: SignIn
) -> None:
    people = cast()
    item = furnished(people)
    address = f"{site}{item.get_absolute_url()}"

    def desk_of(username: str) -> Page:
        page = new_context(locale="en-US").new_page()
        sign_in(page, username)
        return page

    reader = desk_of("stranger")
    reader.goto(address)
    reader.evaluate(MARK, PASSAGE)
    reader.get_by_role("link", name="Report a fault").click()
    expect(reader.get_by_label("Which passage?")).to_have_value(PASSAGE)
    assert_fits_and_accessible(reader)
    reader.get_by_label("Outdated: a law").check()
    reader.get_by_label("What is wrong with it").fill(EVIDENCE)
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.locator("h1")).to_have_text("My report: Outdated")
    assert_fits_and_accessible(reader)
    deliver_all()

    coordinator = desk_of("coordinator")
    coordinator.goto(f"{site}/reports/desk/")
    assert_fits_and_accessible(coordinator)
    coordinator.get_by_role("link", name="Outdated").click()
    expect(coordinator.get_by_text(EVIDENCE)).to_be_visible()
    assert_fits_and_accessible(coordinator)
    coordinator.get_by_role("button", name="Accept: the item is at fault").click()
    expect(coordinator.locator(".messages .success")).to_be_visible()
    deliver_all()

    colleague = desk_of("colleague")
    colleague.goto(f"{site}/notifications/")
    expect(colleague.get_by_text("turned out to be wrong").first).to_be_visible()
    colleague.goto(address)
    expect(colleague.locator(".report-warning")).to_contain_text("do not rely on it")
    assert_fits_and_accessible(colleague)

    author = desk_of("author")
    author.goto(f"{site}/")
    author.get_by_role("link", name="1 item of yours to repair").click()
    expect(author.get_by_text(EVIDENCE)).to_be_visible()
    expect(author.get_by_text("stranger", exact=False)).to_have_count(0)
    assert_fits_and_accessible(author)
    author.get_by_label("What did you repair?").fill("The attached form is the new one.")
    author.get_by_role("button", name="I have repaired it").click()
    expect(author.get_by_text("Being verified")).to_be_visible()

    report = Report.objects.get()
    coordinator.goto(f"{site}/reports/desk/{report.pk}/")
    expect(coordinator.get_by_text("The attached form is the new one.")).to_be_visible()
    assert_fits_and_accessible(coordinator)
    coordinator.get_by_role("button", name="Yes: close the report").click()
    expect(coordinator.get_by_text("Verified and closed").first).to_be_visible()
    deliver_all()
    colleague.goto(address)
    expect(colleague.locator(".report-warning")).to_have_count(0)
    reader.goto(f"{site}/reports/mine/")
    expect(reader.locator("tbody")).to_contain_text("Repaired")
    assert_fits_and_accessible(reader)
    reader.goto(f"{site}/reports/")
    assert_fits_and_accessible(reader)


def test_reporting_works_without_scripts(
    site: str, new_context: NewContext, sign_in: SignIn
) -> None:
    item = furnished(cast())
    page = new_context(locale="en-US", java_script_enabled=False).new_page()
    sign_in(page, "stranger")
    page.goto(f"{site}{item.get_absolute_url()}")
    page.get_by_role("link", name="Report a fault").click()
    page.get_by_label("Wrong: it says").check()
    page.get_by_label("What is wrong with it").fill(EVIDENCE)
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("h1")).to_have_text("My report: Wrong")
