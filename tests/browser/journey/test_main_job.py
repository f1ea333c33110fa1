"""The main job from beginning to end: written, returned, checked, judged, paid, read, retired."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from evaluation.models import Assignment
from knowledge.services.categories import load_categories
from mileage.services.policies import load_start_policy
from tests.browser.conftest import NewContext, SignIn
from tests.browser.journey import steps
from tests.cast import officer
from tests.evaluation.judging import scene
from tests.searching import Search

PASSWORD = "a long password"


def test_knowledge_is_written_checked_judged_paid_read_and_retired(
    site: str, new_context: NewContext, sign_in: SignIn, search: Search
) -> None:
    load_categories()
    load_start_policy()
    people = scene(evaluators=3)
    Officer.objects.filter(pk=people.author.pk).update(
        password=make_password(PASSWORD), language="en"
    )
    reader = officer("reader", at=people.evaluators[0].officer.office)
    admin = officer("boss", at=people.headquarters)
    grant_role(officer=admin, role=roles.ADMIN)

    def desk_of(username: str) -> Page:
        page = new_context(locale="en-US").new_page()
        sign_in(page, username)
        return page

    author = new_context(locale="en-US").new_page()
    steps.signs_in(author, site, "author", PASSWORD)
    number = steps.writes(author, site)
    steps.submits(author)
    steps.workers_work()

    coordinator = desk_of("coordinator")
    steps.opens_from_queue(coordinator, site)
    steps.returns(coordinator)
    steps.workers_work()
    steps.mends(author, site, number)
    steps.workers_work()
    steps.opens_from_queue(coordinator, site)
    steps.accepts(coordinator)
    steps.workers_work()

    drawn = Assignment.objects.filter(round__item_id=number).order_by("pk")
    evaluators = [assignment.evaluator.officer.username for assignment in drawn]
    assert len(evaluators) == 3
    for username, score in zip(evaluators, ("8", "7.5", "9"), strict=True):
        steps.judges(desk_of(username), site, score, ["Author", people.busan.name_en])
    steps.workers_work()

    steps.sees_decision(author, site, number)
    steps.sees_mileage(author, site)
    search.follow()
    steps.finds_and_reads(desk_of(reader.username), site, number)
    steps.workers_work()
    steps.is_told(author, site)
    steps.compares_and_restores(author, site, number)
    steps.workers_work()
    steps.retires(author, site, number)
    assert steps.is_retired(number)
    steps.administers(desk_of("boss"), site)
