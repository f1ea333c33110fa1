"""The evaluator's desk, and where the address of evaluation leads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts import roles
from accounts.services.roles import grant_role
from core import clock
from core.services.deliver import deliver_all
from evaluation.models import Assignment
from evaluation.services.respond import save_progress
from evaluation.waiting import number_waiting, waiting_work
from tests.cast import officer, submitted
from tests.evaluation.judging import Scene, judge
from tests.evaluation.views.asking import address, first_task, signed_in, source

DESK = address("desk")


def test_it_shows_ones_own_by_due_date_and_what_is_done(people: Scene) -> None:
    _item, round = people.publish()
    task = first_task(round)
    evaluator = task.evaluator.officer
    page = source(evaluator, DESK)
    assert address("assignment", task.pk) in page
    others = round.assignments.exclude(pk=task.pk)
    assert not [o for o in others if address("assignment", o.pk) in page]
    save_progress(assignment=task, by=evaluator, data={"score_accuracy": "7"})
    assert source(evaluator, DESK) != page
    judge(task)
    assert 'class="desk-list"' not in source(evaluator, DESK)
    assert address("assignment", task.pk) in source(evaluator, DESK)


@pytest.mark.parametrize("role", [None, roles.COORDINATOR, roles.ADMIN])
def test_it_is_not_there_for_others(people: Scene, role: str | None) -> None:
    person = officer("other", at=people.busan)
    if role:
        grant_role(officer=person, role=role, office=people.busan)
    assert signed_in(person).get(DESK).status_code == 404


def test_evaluation_leads_everybody_to_their_work(people: Scene) -> None:
    home = address("home")
    assert signed_in(people.coordinator).get(home).headers["Location"] == address("queue")
    evaluator = people.evaluators[0].officer
    assert signed_in(evaluator).get(home).headers["Location"] == DESK
    assert signed_in(people.author).get(home).headers["Location"] == address("mine")


def test_what_waits_is_told_and_counted(people: Scene) -> None:
    _item, round = people.publish()
    task = first_task(round)
    evaluator = task.evaluator.officer
    told = waiting_work(evaluator)
    assert [(work.count, work.url, work.urgent) for work in told] == [(1, DESK, False)]
    with clock.at(task.lease_until - timedelta(hours=3)):
        assert waiting_work(evaluator)[0].urgent
    assert waiting_work(people.author) == []
    submitted(people.author)
    submitted(people.coordinator, title="내 글")
    assert [work.count for work in waiting_work(people.coordinator)] == [1]
    assert number_waiting(evaluator) == number_waiting(people.coordinator) == 1
    assert number_waiting(people.author) == 0


def test_the_number_in_the_header_goes_down_when_one_has_acted(people: Scene) -> None:
    _item, round = people.publish()
    task = first_task(round)
    browser = signed_in(task.evaluator.officer)
    badge = f'href="{address("home")}" data-badge'
    page = browser.get(DESK).content.decode()
    assert '<span class="count">1</span>' in page[page.index(badge) :][:400]
    data = {"action": "decline", "reason": "이번 주는 출장입니다."}
    browser.post(address("assignment", task.pk), data)
    page = browser.get(DESK).content.decode()
    assert "count" not in page[page.index(badge) :][:300].split("</a>")[0]
    assert Assignment.objects.get(pk=task.pk).state == Assignment.State.DECLINED
    assert badge not in source(people.author, "/")


def test_what_the_evaluators_found_weak_waits_for_its_author_alone(people: Scene) -> None:
    _item, round = people.publish()
    for task in round.assignments.select_related("evaluator__officer"):
        judge(task, "2")
    deliver_all()
    tasks = waiting_work(people.author)
    assert [(work.count, work.url) for work in tasks] == [(1, address("round", round.pk))]
    assert waiting_work(people.coordinator) == []
    assert waiting_work(officer("colleague", at=people.busan)) == []
