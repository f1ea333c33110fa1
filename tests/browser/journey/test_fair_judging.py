"""A close case from beginning to end: seven evaluators, the panel, an appeal that overturns it,
and a report that takes it all back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from accounts.models import Officer
from evaluation.models import Appeal, Assignment, Round
from knowledge.models import Item
from knowledge.services.categories import load_categories
from knowledge.services.marks import toggle_bookmark
from mileage.services.policies import load_start_policy
from tests.browser.conftest import NewContext, SignIn
from tests.browser.journey import steps
from tests.cast import officer
from tests.evaluation.judging import judge, panel, scene

# Each step asks more: the mean stays within its error of 7, up to the last.
STAGES = [("7.5", "6.5", "7.5"), ("6.5", "7.5"), ("6.5", "7.5")]
WHY = "The exceptions stand in the second sentence, and no comment speaks of them."
FAULT = "The log of the vehicle is kept by customs since the reform, not by the carrier."


def open_tasks(number: int) -> list[Assignment]:
    """What waits on desks for the item, in the order of the draw."""
    rows = Assignment.objects.filter(round__item_id=number, state__in=Assignment.OPEN)
    return list(rows.select_related("evaluator__officer").order_by("pk"))


def round_of(number: int) -> Round:
    return Round.objects.filter(item_id=number).latest("pk")


def sees_only_that_it_goes_on(page: Page, site: str) -> None:
    """No score, no word and no number of evaluations before the decision."""
    page.goto(f"{site}/evaluation/mine/")
    expect(page.locator("main")).to_contain_text("Evaluated by colleagues")
    source = page.content()
    assert steps.REMARK not in source
    assert "score-margin" not in source
    assert "panel" not in page.locator("main").inner_text().lower()


def sits_on_the_panel(page: Page, site: str) -> None:
    """Finds the case on the desk, reads what the seven said, and votes."""
    page.goto(f"{site}/evaluation/desk/")
    expect(page.locator("main")).to_contain_text("Panel")
    page.get_by_role("link", name=steps.TITLE).click()
    table = page.locator(".peers table")
    expect(table.locator("tbody tr")).to_have_count(7)
    expect(table).to_contain_text("6.5")
    steps.judges(page, site, "6.5", ["Author"])


def appeals(page: Page, site: str, number: int) -> None:
    """Reads the decision in full, writes why it is wrong, and sees the appeal begin."""
    page.goto(f"{site}/evaluation/mine/")
    page.get_by_role("link", name=re.compile("The evaluation in detail")).click()
    main = page.locator("main")
    expect(main).to_contain_text("By the panel")
    expect(main).to_contain_text("Standard 3")
    assert page.locator(".criteria .meter svg").count() == 5
    page.get_by_role("button", name="Yes, it helps").first.click()
    expect(main).to_contain_text("Thank you")
    page.locator("summary", has_text="Write an appeal").click()
    page.get_by_label("Something in the text was overlooked or misread.").check()
    page.get_by_label("Explanation").fill(WHY)
    steps.press(page, "Send the appeal")
    expect(main).to_contain_text("has been received")
    expect(main).to_contain_text("New evaluators were drawn")


def sees_it_overturned(page: Page, site: str) -> None:
    page.goto(f"{site}/evaluation/mine/")
    page.get_by_role("link", name=re.compile("The evaluation in detail")).click()
    expect(page.locator(".verdict")).to_contain_text("Superior")
    expect(page.locator(".story")).to_contain_text("The decision was changed")
    expect(page.locator(".score-margin").first).to_contain_text("10 evaluations")


def reports(page: Page, site: str, number: int) -> None:
    page.goto(f"{site}/knowledge/{number}/")
    page.get_by_role("link", name="Report a fault").click()
    page.get_by_label("Outdated: a law, a notice or a procedure has changed").check()
    page.get_by_label("What is wrong with it, and how do you know?").fill(FAULT)
    steps.press(page, "Send the report")
    expect(page.get_by_role("heading", level=1)).to_contain_text("My report")


def accepts_report(page: Page, site: str) -> None:
    page.goto(f"{site}/reports/desk/")
    page.get_by_role("link", name=re.compile("Outdated")).click()
    expect(page.locator("main")).to_contain_text(FAULT)
    page.get_by_label("Yes, the fault was there").check()
    steps.press(page, "Accept: the item is at fault")
    expect(page.locator("main")).to_contain_text("Accepted")


def loses_it_again(page: Page, site: str) -> None:
    """The decision has lapsed, and what was paid for it is taken back."""
    page.goto(f"{site}/evaluation/mine/")
    expect(page.locator("main")).to_contain_text("Lapsed")
    expect(page.locator("main")).to_contain_text("A fault was reported and confirmed.")
    page.goto(f"{site}/mileage/")
    expect(page.locator("main")).to_contain_text("+100")
    expect(page.locator("main")).to_contain_text("Taken back")


def test_a_close_case_is_judged_appealed_overturned_and_reported(
    site: str, new_context: NewContext, sign_in: SignIn
) -> None:
    load_categories()
    load_start_policy()
    people = scene(evaluators=11)
    members = panel(people)
    Officer.objects.update(language="en")
    bookmarker = officer("bookmarker", at=people.evaluators[0].officer.office)

    def desk_of(person: Officer) -> Page:
        page = new_context(locale="en-US").new_page()
        sign_in(page, person.username)
        return page

    author, coordinator = desk_of(people.author), desk_of(people.coordinator)
    number = steps.writes(author, site)
    steps.submits(author)
    steps.workers_work()
    steps.opens_from_queue(coordinator, site)
    steps.press(coordinator, "Accept and publish")
    steps.workers_work()

    for stage in STAGES:
        tasks = open_tasks(number)
        assert len(tasks) == len(stage)
        steps.judges(desk_of(tasks[0].evaluator.officer), site, stage[0], ["Author"])
        for task, value in zip(tasks[1:], stage[1:], strict=True):
            judge(task, value)
        sees_only_that_it_goes_on(author, site)
        steps.workers_work()
    assert round_of(number).state == Round.State.PANEL
    sees_only_that_it_goes_on(author, site)

    seats = open_tasks(number)
    assert {seat.evaluator.officer for seat in seats} == set(members)
    sits_on_the_panel(desk_of(seats[0].evaluator.officer), site)
    for seat in seats[1:]:
        judge(seat, "6.5")
    steps.workers_work()

    appeals(author, site, number)
    steps.workers_work()
    again = open_tasks(number)
    assert len(again) == 3
    for task in again:
        judge(task, "10")
    steps.workers_work()
    assert Appeal.objects.get().state == Appeal.State.OVERTURNED
    sees_it_overturned(author, site)

    item = Item.objects.get(pk=number)
    assert item.is_superior
    toggle_bookmark(item=item, by=bookmarker)
    reports(desk_of(people.evaluators[10].officer), site, number)
    steps.workers_work()
    accepts_report(coordinator, site)
    steps.workers_work()
    item.refresh_from_db()
    assert not item.is_superior
    loses_it_again(author, site)
    reader = desk_of(bookmarker)
    reader.goto(f"{site}/notifications/")
    expect(reader.locator("main")).to_contain_text(steps.TITLE)
