"""Every main page fits a telephone and passes axe, in both languages, for whoever works there."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from accounts import roles
from accounts.models import Office, Officer
from accounts.services.roles import grant_role
from core import clock
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Round
from knowledge.models import CoAuthor, Item
from knowledge.services.comments import add_comment
from knowledge.services.revise import revise_item
from mileage.models import Adjustment, Reward
from mileage.services.close_season import keep_seasons
from mileage.services.load_rewards import load_rewards
from mileage.services.policies import load_start_policy
from mileage.services.post import post
from mileage.services.propose_adjustment import Line, propose_adjustment
from mileage.services.redeem import redeem
from mileage.services.seasons import season_at
from mileage.services.tell_reuse import tell_reuse
from reports.services.decide import accept_report
from tests.browser.conftest import NewContext, SignIn
from tests.browser.helping import DESK, PHONE, assert_accessible, assert_fits
from tests.cast import draft, fields, officer, published, submitted
from tests.evaluation.golding import furnish
from tests.evaluation.judging import judge, scene
from tests.reports.reporting import reported
from tests.searching import Search
from tests.suggesting import suggested

MISSING = "/nowhere/"
BY_EVERYBODY = [
    "/",
    "/knowledge/",
    "/knowledge/c/clearance/",
    "/knowledge/{item}/",
    "/knowledge/{item}/?reply={comment}",
    "/knowledge/{item}/history/",
    "/knowledge/{item}/history/1/",
    "/knowledge/{item}/compare/?a=1&b=2",
    "/knowledge/officers/{author}/",
    "/knowledge/mine/",
    "/knowledge/bookmarks/",
    "/search/?q=보세",
    "/search/?q=nothing-like-this",
    "/search/",
    "/notifications/",
    "/notifications/preferences/",
    "/notifications/following/",
    "/knowledge/?tag=보세",
    "/officers/me/",
    "/mileage/",
    "/mileage/boards/",
    "/mileage/boards/?show=offices",
    "/mileage/boards/?show=heads",
    "/mileage/rewards/",
    "/mileage/rewards/{reward}/",
    "/reports/",
    "/reports/mine/",
    "/reports/repairs/",
    "/knowledge/suggestions/",
    "/knowledge/suggestions/?show=mine",
    "/accounts/password/change/",
    "/accounts/2fa/",
    MISSING,
]
BY_ROLE = {
    "boss": [
        "/mileage/adjustments/",
        "/mileage/adjustments/new/",
        "/mileage/adjustments/merge/",
        "/mileage/adjustments/{adjustment}/",
        "/mileage/rewards/desk/",
        "/mileage/rewards/desk/{redemption}/",
        "/evaluation/sheets/",
        "/evaluation/sheets/{sheet}/",
        "/evaluation/alerts/",
        "/evaluation/alerts/{alert}/",
        "/evaluation/alerts/{favour}/",
    ],
    "panel": [
        "/evaluation/gold/",
        "/evaluation/gold/{gold}/",
        "/evaluation/gold/new/{item}/",
    ],
    "author": [
        *BY_EVERYBODY,
        "/knowledge/{draft}/",
        "/evaluation/mine/",
        "/evaluation/rounds/{done}/",
        "/evaluation/rounds/{appealable}/",
        "/reports/repairs/{report}/",
        "/knowledge/suggestions/{suggestion}/",
        "/knowledge/suggestions/{clash}/",
    ],
    "coordinator": [
        "/mileage/offices/",
        "/mileage/reuse/",
        "/mileage/reuse/item/{item}/",
        "/evaluation/queue/",
        "/evaluation/check/{submission}/",
        "/evaluation/rounds/",
        "/evaluation/rounds/?show=done",
        "/evaluation/rounds/?show=stuck",
        "/evaluation/rounds/?show=provisional",
        "/evaluation/rounds/{round}/pool/",
        "/evaluation/check/{item}/",
        "/evaluation/workload/",
        "/evaluation/rounds/{round}/",
        "/reports/desk/",
        "/reports/desk/{new_report}/",
        "/reports/items/{item}/",
        "/knowledge/{item}/suggest/",
    ],
    "evaluator": [
        "/evaluation/desk/",
        "/evaluation/assignments/{assignment}/",
        "/evaluation/training/",
        "/evaluation/training/items/{answer}/",
        "/evaluation/training/tries/{training}/",
        "/evaluation/sheet/",
        "/reports/mine/{report}/",
    ],
}

Fill = Callable[[str], str]


@pytest.fixture
def fill(search: Search) -> Fill:
    """Puts the numbers of a furnished portal into an address."""
    call_command("load_categories", verbosity=0)
    load_start_policy()
    people = scene(evaluators=4)
    item, done = people.publish()
    for task in done.assignments.all():
        judge(task, "8")
    deliver_all()
    item.refresh_from_db()
    changed = fields(
        source="# 절차\n\n고친 본문입니다. 신고를 먼저 확인합니다.\n\n|가|나|\n|-|-|\n|1|2|"
    )
    revise_item(item=item, by=people.author, fields=changed, base=item.current_revision)
    comment = add_comment(item=item, by=people.coordinator, source="어디에 신고합니까?")
    add_comment(item=item, by=people.author, source="관할 세관입니다.", parent=comment)
    _other, round = people.publish(officer("second", at=people.busan))
    deliver_all()
    assignment = Assignment.objects.filter(round=round).order_by("pk")[0]
    evaluator = assignment.evaluator.officer
    evaluator.username = "evaluator"
    evaluator.save()
    _third, appealable = people.publish(officer("third", at=people.busan))
    CoAuthor.objects.create(item=appealable.item, officer=people.author)
    for task in appealable.assignments.all():
        judge(task, "6")
    deliver_all()
    admin = officer("boss", at=people.headquarters)
    grant_role(officer=admin, role=roles.ADMIN)
    reported_item = published(people.author, title="신고된 지식")
    report = accept_report(report=reported(reported_item, evaluator), by=people.coordinator)
    tell_reuse(item=item, by=evaluator, story="환급 신청 민원에서 서류 목록을 안내했습니다.")
    people.evaluators.sort(key=lambda one: one.officer_id != evaluator.pk)
    numbers = {
        **_suggestions(item, people.author),
        **_redemption(people.author),
        **furnish(people),
        "adjustment": _adjustment(people.headquarters, people.author).pk,
        "report": report.pk,
        "new_report": reported(reported_item, evaluator, kind="wrong").pk,
        "item": item.pk,
        "comment": comment.pk,
        "author": people.author.pk,
        "draft": draft(people.author).pk,
        "submission": submitted(people.author).pk,
        "done": done.pk,
        "round": round.pk,
        "appealable": appealable.pk,
        "assignment": assignment.pk,
    }
    assert Round.objects.get(pk=done.pk).decision == "superior"
    assert Item.objects.get(pk=item.pk).comment_count == 2
    search.follow()
    return lambda path: path.format(**numbers)


def _adjustment(headquarters: Office, receiver: Officer) -> Adjustment:
    """A ticket that waits for the administrator, and the boards counted."""
    keep_seasons()
    other = officer("other-boss", at=headquarters)
    grant_role(officer=other, role=roles.ADMIN)
    line = Line(receiver, season_at(clock.now()), -500, "Posted twice.")
    return propose_adjustment(by=other, reason="Paid twice.", lines=[line])


def _suggestions(item: Item, author: Officer) -> dict[str, int]:
    """Edits that wait for the author: one to take over, one to put together by hand."""
    clash = suggested(item, officer("clash"), old="고친 본문입니다.", new="다른 본문입니다.")
    item.refresh_from_db()
    assert item.current_revision is not None
    changed = fields(source=item.current_revision.source.replace("고친 본문", "새 본문"))
    revise_item(item=item, by=author, fields=changed, base=item.current_revision)
    return {"clash": clash.pk, "suggestion": suggested(item, officer("helper")).pk}


def _redemption(author: Officer) -> dict[str, int]:
    """A catalogue, and a request that waits."""
    load_rewards()
    reward = Reward.objects.earliest("pk")
    for number in range(8):
        post(key=f"r{number}", event="evaluation", officer=author, occurred_at=clock.now())
    redemption = redeem(reward=reward, by=author, points=reward.points, token=uuid4())
    return {"reward": reward.pk, "redemption": redemption.pk}


@pytest.mark.parametrize("role", BY_ROLE)
def test_pages_fit_and_are_accessible(
    role: str, fill: Fill, site: str, new_context: NewContext, sign_in: SignIn
) -> None:
    for locale in ("ko-KR", "en-US"):
        page = new_context(locale=locale).new_page()
        sign_in(page, role)
        addresses = [site + fill(path) for path in BY_ROLE[role]]
        _check(page, addresses, in_strong_colours=locale == "ko-KR")


def test_pages_for_visitors_fit_and_are_accessible(site: str, new_context: NewContext) -> None:
    for locale in ("ko-KR", "en-US"):
        page = new_context(locale=locale).new_page()
        _check(page, [f"{site}/accounts/login/", f"{site}/accounts/password/reset/"])


def _check(page: Page, addresses: list[str], *, in_strong_colours: bool = False) -> None:
    """Each address answers as it should, fits, and passes axe."""
    wrong = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        expected = 404 if address.endswith(MISSING) else 200
        assert answer.status == expected, f"{address} answered {answer.status}"
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            wrong += _findings(page, str(size["width"]), assert_fits, assert_accessible)
        if in_strong_colours:
            page.evaluate("document.documentElement.dataset.krdsMode = 'high-contrast'")
            wrong += _findings(page, "high contrast", assert_accessible)
    assert not wrong, "\n".join(wrong)


def _findings(page: Page, where: str, *checks: Callable[[Page], None]) -> list[str]:
    found = []
    for check in checks:
        try:
            check(page)
        except AssertionError as error:
            found.append(f"{where}: {error}")
    return found
