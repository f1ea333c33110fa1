"""How many queries the pages take, each for the one who uses it most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Officer
from core import clock
from core.services.deliver import deliver_all
from evaluation.models import Assignment
from knowledge.models import Item
from knowledge.services.comments import add_comment
from knowledge.services.decide_suggestion import decline_suggestion
from knowledge.services.marks import toggle_bookmark, toggle_reaction
from knowledge.services.publish import publish_item
from knowledge.services.readings import flush_readings, note_reading
from mileage.models import Reward
from mileage.services.close_season import keep_seasons
from mileage.services.load_rewards import load_rewards
from mileage.services.post import post
from mileage.services.redeem import redeem
from reports.models import Report
from reports.services.decide import accept_report
from tests.cast import draft, officer, published, submitted
from tests.evaluation.judging import Scene, judge, scene
from tests.knowledge.views.forms import signed_in
from tests.query_baseline import queries_of
from tests.reports.reporting import reported
from tests.searching import Search
from tests.suggesting import suggested

# Several rows on every list: a query for each row would show.
ROWS = 7


@dataclass(slots=True)
class Portal:
    """A portal in which something is going on: people by their part, addresses by page."""

    people: dict[str, Officer]
    paths: dict[str, str]


@pytest.fixture
def portal(search: Search, db: None, settings: Any) -> Portal:
    # Vectors come within their time or not at all, so their queries cannot be counted on.
    settings.SEARCH_MEANING = False
    scenery = scene(evaluators=3)
    people = {
        "reader": officer("reader", at=scenery.evaluators[0].officer.office),
        "author": scenery.author,
        "coordinator": scenery.coordinator,
        "evaluator": scenery.evaluators[0].officer,
    }
    fellow = officer("fellow", at=scenery.busan)
    items = [_published(scenery, people["reader"], fellow) for _row in range(ROWS)]
    drafts = [draft(scenery.author) for _row in range(ROWS)]
    waiting = [submitted(scenery.author) for _row in range(ROWS)]
    deliver_all()
    flush_readings()
    keep_seasons()
    report = _reports(scenery)
    _redemptions(scenery)
    task = Assignment.objects.filter(
        evaluator=scenery.evaluators[0], state__in=Assignment.OPEN
    ).latest("pk")
    search.follow()
    paths = _paths(items[-1], drafts[0], waiting[0], task, scenery.author)
    paths |= _suggestion_paths(scenery, people["reader"])
    return Portal(people, paths | _report_paths(report, items[-1]))


def _published(scenery: Scene, reader: Officer, fellow: Officer) -> Item:
    """An item that people have talked about, marked and read, and that is being judged."""
    item = submitted(scenery.author, tags=("보세", "통관"), coauthors=(fellow,))
    publish_item(item=item, by=scenery.coordinator)
    deliver_all()
    for _row in range(ROWS):
        question = add_comment(item=item, by=reader, source="언제 신고합니까?")
        add_comment(item=item, by=scenery.author, source="반출 전입니다.", parent=question)
    toggle_bookmark(item=item, by=reader)
    toggle_reaction(item=item, by=fellow, kind="useful")
    note_reading(item_id=item.pk, officer_id=reader.pk)
    # Evaluators have only so many at once: the later items find nobody.
    others = Assignment.objects.filter(round__item=item).exclude(evaluator=scenery.evaluators[0])
    for task in others[:1]:
        judge(task)
    return item


def _reports(scenery: Scene) -> Report:
    """Reports in every queue, some by the evaluator; the last one is being repaired."""
    evaluator = scenery.evaluators[0].officer
    for number in range(ROWS):
        watcher = officer(f"watcher{number}", at=evaluator.office)
        item = published(scenery.author, title=f"신고된 지식 {number}")
        reported(item, watcher)
        reported(item, watcher, kind="wrong")
        if number < 4:
            reported(item, evaluator, kind="security")
        last = reported(item, watcher, kind="duplicate")
        accept_report(report=last, by=scenery.coordinator)
    return last


def _suggestion_paths(scenery: Scene, reader: Officer) -> dict[str, str]:
    """Edits that wait for the author, and one that was declined."""
    for number in range(ROWS):
        item = published(scenery.author, title=f"고칠 지식 {number}")
        last = suggested(item, reader)
        declined = suggested(item, officer(f"helper{number}"))
        decline_suggestion(suggestion=declined, by=scenery.author, reason="그대로 둔다.")
    return {
        "suggestions": reverse("knowledge:suggestions"),
        "suggested": f"{reverse('knowledge:suggestions')}?show=mine",
        "suggestion": last.get_absolute_url(),
        "suggest": reverse("knowledge:suggest", args=[published(scenery.author).pk]),
    }


def _report_paths(report: Report, item: Item) -> dict[str, str]:
    return {
        "reports": reverse("reports:home"),
        "reporting": reverse("reports:new", args=[item.pk]),
        "my-reports": reverse("reports:mine"),
        "triage": reverse("reports:desk"),
        "triaging": reverse("reports:desk_report", args=[report.pk]),
        "repairs": reverse("reports:repairs"),
        "repair": reverse("reports:repair", args=[report.pk]),
        "reported": report.item.get_absolute_url(),
    }


def _redemptions(scenery: Scene) -> None:
    """Rewards, and requests of the author and a colleague that wait."""
    load_rewards()
    reward = Reward.objects.earliest("pk")
    Reward.objects.update(points=8)
    for who in (scenery.author, officer("asker", at=scenery.busan)):
        for number in range(ROWS):
            key = f"{who.pk}:{number}"
            post(key=key, event="evaluation", officer=who, occurred_at=clock.now())
            redeem(reward=reward, by=who, points=8, token=uuid4())


def _paths(
    item: Item, text: Item, check: Item, task: Assignment, author: Officer
) -> dict[str, str]:
    return {
        "home": reverse("home"),
        "list": reverse("knowledge:list"),
        "category": reverse("knowledge:category", args=["clearance"]),
        "item": item.get_absolute_url(),
        "judged item": task.round.item.get_absolute_url(),
        "history": reverse("knowledge:history", args=[item.pk]),
        "mine": reverse("knowledge:mine"),
        "bookmarks": reverse("knowledge:bookmarks"),
        "officer": reverse("knowledge:officer", args=[author.pk]),
        "search": f"{reverse('search:results')}?q=신고",
        "inbox": reverse("notifications:inbox"),
        "preferences": reverse("notifications:preferences"),
        "profile": reverse("accounts:profile"),
        "mileage": reverse("mileage:mine"),
        "boards": reverse("mileage:boards"),
        "grants": reverse("mileage:grants"),
        "rewards": reverse("mileage:rewards"),
        "reward": reverse("mileage:reward", args=[Reward.objects.earliest("pk").pk]),
        "reward desk": reverse("mileage:reward_desk"),
        "queue": reverse("evaluation:queue"),
        "check": reverse("evaluation:check", args=[check.pk]),
        "evaluations": reverse("evaluation:mine"),
        "desk": reverse("evaluation:desk"),
        "training": reverse("evaluation:training"),
        "sheet": reverse("evaluation:sheet"),
        "assignment": reverse("evaluation:assignment", args=[task.pk]),
        "rounds": reverse("evaluation:rounds"),
        "stuck": f"{reverse('evaluation:rounds')}?show=stuck",
        "workload": reverse("evaluation:workload"),
        "pool": reverse("evaluation:pool", args=[task.round_id]),
        "round": reverse("evaluation:round", args=[task.round_id]),
        "new": reverse("knowledge:new"),
        "edit": reverse("knowledge:edit", args=[text.pk]),
    }


# Who opens which page.
PAGES = {
    "reader": "home list category item history bookmarks officer search preferences profile"
    " reports reported reporting suggested suggest",
    "author": "home item mine inbox mileage boards rewards reward new edit reported repairs repair"
    " evaluations suggestions suggestion",
    "coordinator": "home item history queue check rounds stuck workload pool round inbox grants"
    " triage triaging reported",
    "evaluator": "home list desk assignment search mileage my-reports training sheet",
}
CASES = [(who, page) for who, pages in PAGES.items() for page in pages.split()]
CASES.append(("evaluator", "judged item"))
CASES.append(("coordinator", "reward desk"))


@pytest.mark.parametrize("who", [*PAGES])
def test_pages_full_of_rows_take_as_many_queries_as_before(who: str, portal: Portal) -> None:
    browser = signed_in(portal.people[who])
    for person, page in CASES:
        if person == who:
            path = portal.paths[page]
            # The first time fills the caches, as a running portal has them.
            assert browser.get(path).status_code == 200, path
            with queries_of(f"full.{page} {who}"):
                browser.get(path)
