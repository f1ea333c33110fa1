"""A worker is killed between any two statements of draw, expire, submit or decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from core import clock
from core.models import Activity
from evaluation.models import Assignment, Evaluation, ItemScore, Round
from evaluation.services.decide import score_round
from evaluation.services.draw import draw
from evaluation.services.expire import remind_and_expire
from evaluation.services.free_leaver import free_leaver
from knowledge.models import Item
from tests.evaluation.judging import judge, scene

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STATEMENTS = 400


class Killed(BaseException):
    """The process is gone: no handler of the code under test sees this."""


@contextmanager
def killed_at(number: int) -> Iterator[None]:
    """The connection breaks instead of the statement of that number."""
    left = number

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


def facts() -> tuple[Any, ...]:
    """All that the verbs of this module change."""
    return (
        list(Assignment.objects.order_by("pk").values_list("pk", "evaluator_id", "state")),
        list(Round.objects.order_by("pk").values_list("pk", "state", "decision")),
        list(Item.objects.order_by("pk").values_list("pk", "score", "grade")),
        Evaluation.objects.count(),
        ItemScore.objects.count(),
        Activity.objects.count(),
    )


def assert_whole_or_nothing(verb: Callable[[], object], *, every: int = 3) -> int:
    """Kill the verb at statement 0, 3, 6, ...: each time nothing is left of it, until it comes
    through. Returns how often it was killed."""
    before = facts()
    for number in range(0, MOST_STATEMENTS, every):
        try:
            with killed_at(number):
                verb()
        except Killed:
            assert facts() == before, f"killed at statement {number}"
        else:
            assert facts() != before
            return number // every
    raise AssertionError("The verb never came to its end.")


def test_a_draw_leaves_no_half_round() -> None:
    _item, round = scene().publish()
    round.assignments.update(state=Assignment.State.DECLINED)
    Round.objects.filter(pk=round.pk).update(state=Round.State.ASSIGNING)
    assert assert_whole_or_nothing(lambda: draw(round_id=round.pk)) > 3
    assert round.assignments.filter(state=Assignment.State.OFFERED).count() == 2


def test_an_expiry_frees_the_slot_and_asks_the_next_or_does_neither() -> None:
    _item, round = scene(evaluators=4).publish()
    tasks = list(round.assignments.select_related("evaluator__officer").order_by("pk"))
    for task in tasks[:2]:
        judge(task)
    late = tasks[2].lease_until + timedelta(seconds=1)

    def expire() -> object:
        with clock.at(late):
            return remind_and_expire()

    assert assert_whole_or_nothing(expire) > 3
    states = sorted(round.assignments.values_list("state", flat=True))
    assert states == ["expired", "offered", "submitted", "submitted"]


def test_a_job_killed_after_the_first_expiry_goes_on_with_the_second() -> None:
    people = scene(evaluators=5)
    _item, round = people.publish()
    late = round.assignments.latest("lease_until").lease_until + timedelta(seconds=1)
    killed = 0
    for number in range(0, MOST_STATEMENTS, 7):
        try:
            with clock.at(late), killed_at(number):
                remind_and_expire()
        except Killed:
            killed += 1
            live = round.assignments.filter(state__in=Assignment.LIVE).count()
            gone = round.assignments.filter(state=Assignment.State.EXPIRED).count()
            assert Activity.objects.filter(verb="evaluation.expired").count() == gone
            assert live <= 3
        else:
            break
    assert killed > 3
    assert round.assignments.filter(state=Assignment.State.EXPIRED).count() == 3
    assert round.assignments.filter(state=Assignment.State.OFFERED).count() == 2


def test_a_submission_is_there_with_its_activity_or_not_at_all() -> None:
    _item, round = scene().publish()
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    assert assert_whole_or_nothing(lambda: judge(task)) > 3
    assert Evaluation.objects.count() == 1


def test_a_decision_marks_round_item_and_log_together() -> None:
    item, round = scene().publish()
    for task in round.assignments.select_related("evaluator__officer"):
        judge(task, "9")
    assert assert_whole_or_nothing(lambda: score_round(round_id=round.pk)) > 3
    item.refresh_from_db()
    assert item.grade == Item.Grade.SUPERIOR
    assert Activity.objects.filter(verb="round.decided").count() == 1


def test_a_leaver_is_freed_everywhere_or_nowhere() -> None:
    people = scene()
    _item, round = people.publish()
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    person = task.evaluator.officer
    person.is_active = False
    person.save()
    assert assert_whole_or_nothing(lambda: free_leaver(officer_id=person.pk)) > 3
    assert round.assignments.filter(state__in=Assignment.OPEN).count() == 3
