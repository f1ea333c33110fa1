"""The coordinator's rounds, and one round as those whom it concerns see it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from accounts import roles
from accounts.services.roles import grant_role
from core import clock
from core.services.deliver import deliver_all
from evaluation.models import Evaluator, Round
from evaluation.shown import shown
from knowledge.models import CoAuthor
from tests.cast import office, officer
from tests.evaluation.judging import Scene, judge
from tests.evaluation.views.asking import address, first_task, said, signed_in, source, told

ROUNDS = address("rounds")


def decide(round: Round, *values: str) -> None:
    tasks = round.assignments.select_related("evaluator__officer").order_by("pk")
    for task, value in zip(tasks, values, strict=True):
        judge(task, value, comment=f"{value}점을 주는 이유를 서른 글자가 넘도록 자세하게 적습니다.")
    deliver_all()
    round.refresh_from_db()


def test_open_rounds_say_who_is_at_work_and_who_is_late(people: Scene) -> None:
    _item, round = people.publish()
    task = first_task(round)
    judge(task)
    page = source(people.coordinator, ROUNDS)
    assert "1 / 3" in page
    at_work = {a.evaluator.officer for a in round.assignments.exclude(pk=task.pk)}
    assert {name.lower() for name in told(page, at_work)} == {o.username for o in at_work}
    assert told(page, [task.evaluator.officer]) == set()
    assert "clock late" not in page
    with clock.at(task.lease_until + timedelta(hours=1)):
        assert source(people.coordinator, ROUNDS).count("clock late") == 2


def test_stuck_rounds_and_those_that_can_be_decided_are_marked(people: Scene) -> None:
    Evaluator.objects.filter(pk__in=[e.pk for e in people.evaluators[2:]]).update(max_open=0)
    _item, round = people.publish()
    assert "krds-badge warning" in source(people.coordinator, ROUNDS)
    decide(round, "8", "8")
    assert "krds-badge danger" not in source(people.coordinator, ROUNDS)
    with clock.at(round.due_at + timedelta(hours=1)):
        assert "krds-badge danger" in source(people.coordinator, ROUNDS)


def test_the_overview_asks_the_same_number_of_questions_for_many(
    people: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Evaluator.objects.update(max_open=50)
    writers = [
        officer(f"writer{number}", at=office(f"W{number}", parent=people.busan))
        for number in range(3)
    ]
    people.coordinator.cached_rights = None
    for writer in writers:
        people.publish(writer)
    browser = signed_in(people.coordinator)
    browser.get(ROUNDS)
    with django_assert_max_num_queries(8):
        browser.get(ROUNDS)


def test_decided_rounds_are_on_a_page_of_their_own(people: Scene) -> None:
    item, round = people.publish()
    done = f"{ROUNDS}?show=done"
    assert item.title not in source(people.coordinator, done)
    decide(round, "8", "8", "8")
    assert item.title in source(people.coordinator, done)
    assert item.title not in source(people.coordinator, ROUNDS)


@pytest.mark.parametrize("role", [None, roles.EVALUATOR, roles.LEADER])
def test_the_overview_is_not_there_for_others(people: Scene, role: str | None) -> None:
    person = officer("other", at=people.busan)
    if role:
        grant_role(officer=person, role=role)
    assert signed_in(person).get(ROUNDS).status_code == 404


def test_the_coordinator_sees_scores_before_the_decision_and_nobody_else(people: Scene) -> None:
    item, round = people.publish()
    CoAuthor.objects.create(item=item, officer=(coauthor := officer("co", at=people.busan)))
    task = first_task(round)
    judge(task, "9.5", comment="아직 아무도 보면 안 되는 의견을 서른 글자 넘게 적어 둡니다.")
    path = address("round", round.pk)
    page = source(people.coordinator, path)
    assert "아직 아무도 보면 안 되는 의견" in page
    assert "9.5" in page
    afar = officer("afar", at=people.evaluators[0].officer.office)
    grant_role(officer=afar, role=roles.COORDINATOR, office=afar.office)
    colleague = officer("colleague", at=people.busan)
    for person in (people.author, coauthor, colleague, task.evaluator.officer, afar):
        assert signed_in(person).get(path).status_code == 404


def test_writers_see_scores_by_criterion_and_comments_without_names(people: Scene) -> None:
    item, round = people.publish()
    CoAuthor.objects.create(item=item, officer=(coauthor := officer("co", at=people.busan)))
    evaluators = [a.evaluator.officer for a in round.assignments.all()]
    decide(round, "7", "8", "9")
    for writer in (people.author, coauthor):
        page = source(writer, address("round", round.pk))
        assert page.count('<svg viewBox="0 0 100 8"') == 5
        for value in ("7", "8", "9"):
            assert f"{value}점을 주는 이유" in page
        assert told(page, evaluators) == set()
        assert all(e.office.name_ko not in page for e in evaluators if e.office)
    assert (
        signed_in(officer("reader", at=people.busan)).get(address("round", round.pk)).status_code
        == 404
    )


def test_an_administrator_who_judges_does_not_look_ahead(people: Scene) -> None:
    _item, round = people.publish()
    task = first_task(round)
    path = address("round", round.pk)
    grant_role(officer=task.evaluator.officer, role=roles.ADMIN)
    assert signed_in(task.evaluator.officer).get(path).status_code == 404
    assert path not in source(task.evaluator.officer, address("rounds"))
    decide(round, "8", "8", "8")
    assert signed_in(task.evaluator.officer).get(path).status_code == 200
    assert path in source(task.evaluator.officer, f"{address('rounds')}?show=done")


def test_a_coordinator_who_wrote_it_sees_what_writers_see(people: Scene) -> None:
    item, round = people.publish()
    CoAuthor.objects.create(item=item, officer=people.coordinator)
    path = address("round", round.pk)
    assert signed_in(people.coordinator).get(path).status_code == 404
    evaluators = [a.evaluator.officer for a in round.assignments.all()]
    decide(round, "8", "8", "8")
    assert told(source(people.coordinator, path), evaluators) == set()


def test_the_provisional_decision(people: Scene) -> None:
    Evaluator.objects.filter(pk__in=[e.pk for e in people.evaluators[2:]]).update(max_open=0)
    _item, round = people.publish()
    decide(round, "8", "8")
    path = address("provisional", round.pk)
    browser = signed_in(people.coordinator)
    assert said(browser.post(path)) == ["error"]
    with clock.at(round.due_at + timedelta(hours=1)):
        assert path in source(people.coordinator, address("round", round.pk))
        assert signed_in(people.author).post(path).status_code == 404
        assert browser.get(path).status_code == 405
        assert said(browser.post(path)) == ["success"]
        assert said(browser.post(path)) == ["error"]
    round.refresh_from_db()
    assert (round.decision, round.is_provisional) == ("superior", True)


def test_plain_mean_and_corrected_score_stand_together_with_their_margin(people: Scene) -> None:
    _item, round = people.publish()
    decide(round, "9", "9", "5.5")  # the lowest lies beyond 1.5 sigma and counts less
    score = round.scores.get()
    assert (score.raw.quantize(Decimal("0.1")), score.q.quantize(Decimal("0.1"))) == (
        Decimal("7.8"),
        Decimal("8.2"),
    )
    with override("en"):
        drawn = render_to_string(
            "components/score_margin.html", {"score": shown(score, round.policy.threshold)}
        )
    assert (
        'aria-label="Corrected score 8.2 of 10, give or take 0.7; plain mean 7.8;'
        ' superior above 7."' in drawn
    )
    assert '<circle class="corrected" cx="254.7" cy="26"' in drawn
    for person in (people.coordinator, people.author):
        page = source(person, address("round", round.pk))
        assert '<svg class="chart margin"' in page
        assert all(f"<strong>{number}</strong>" in page for number in ("8.2", "7.8"))
