"""Invariant 6: the words of a suspended evaluator are voided or, once decided, flagged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Evaluator, Round
from evaluation.services.void_evaluations import void_evaluations_of
from tests.cast import office, officer
from tests.evaluation.judging import judge, scene
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)


def suspend(evaluator: Evaluator) -> None:
    Evaluator.objects.filter(pk=evaluator.pk).update(status=Evaluator.Status.SUSPENDED)


def test_open_rounds_lose_the_evaluation_and_somebody_else_is_drawn() -> None:
    _item, round = scene(evaluators=4).publish()
    task = round.assignments.earliest("pk")
    judge(task, "9")
    suspend(task.evaluator)
    assert void_evaluations_of(evaluator=task.evaluator, since=None) == (1, 0)
    task.refresh_from_db()
    assert task.state == Assignment.State.VOIDED
    live = round.assignments.filter(state__in=Assignment.LIVE)
    assert live.count() == 3
    assert task.evaluator not in [other.evaluator for other in live]
    for other in live:
        judge(other, "5")
    deliver_all()
    round.refresh_from_db()
    assert round.decision == Round.Decision.STANDARD
    assert round.scores.latest("pk").n == 3
    assert void_evaluations_of(evaluator=task.evaluator, since=None) == (0, 0)


def test_decided_rounds_stand_and_the_evaluation_is_flagged() -> None:
    item, round = scene(evaluators=3).publish()
    for task in round.assignments.all():
        judge(task, "9")
    deliver_all()
    suspend(task.evaluator)
    assert void_evaluations_of(evaluator=task.evaluator, since=None) == (0, 1)
    round.refresh_from_db()
    item.refresh_from_db()
    task.refresh_from_db()
    assert (round.state, round.decision) == (Round.State.PUBLISHED, Round.Decision.SUPERIOR)
    assert item.is_superior
    assert task.state == Assignment.State.SUBMITTED
    assert task.flagged_at is not None
    assert Activity.objects.filter(verb="evaluation.flagged").count() == 1


def test_what_was_said_before_the_last_passed_audit_stays() -> None:
    _item, round = scene(evaluators=4).publish()
    task = round.assignments.earliest("pk")
    judge(task, "9")
    audit_passed = clock.now() + timedelta(minutes=1)
    suspend(task.evaluator)
    assert void_evaluations_of(evaluator=task.evaluator, since=audit_passed) == (0, 0)
    task.refresh_from_db()
    assert task.state == Assignment.State.SUBMITTED


def test_without_a_substitute_what_is_left_is_scored_as_far_as_it_goes() -> None:
    _item, round = scene(evaluators=3).publish()
    tasks = list(round.assignments.order_by("pk"))
    judge(tasks[0], "9")
    suspend(tasks[0].evaluator)
    void_evaluations_of(evaluator=tasks[0].evaluator, since=None)
    deliver_all()
    round.refresh_from_db()
    assert round.state == Round.State.ASSIGNING
    assert round.decision == ""


def test_two_suspensions_at_once_over_the_same_rounds_do_not_block_each_other() -> None:
    people = scene(evaluators=6)
    writers = [officer(f"w{n}", at=office(f"W{n}", parent=people.busan)) for n in range(3)]
    for writer in writers:
        people.publish(writer)
    first, second = people.evaluators[:2]
    for evaluator in (first, second):
        suspend(evaluator)
    results = at_once(
        lambda: void_evaluations_of(evaluator=first, since=None),
        lambda: void_evaluations_of(evaluator=second, since=None),
    )
    assert raised(results, Exception) == []
    open_now = Assignment.objects.filter(state__in=Assignment.OPEN)
    assert not open_now.filter(evaluator__in=[first, second]).exists()
