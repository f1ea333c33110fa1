"""The adaptive rule at work: three evaluations, five, seven, the panel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from ckp.celery import app
from core import clock, tasks
from core.models import Activity, Outbox
from core.services.deliver import deliver_all
from evaluation.calendar import add_working_days
from evaluation.models import (
    Assignment,
    CalibrationSnapshot,
    EvaluationPolicy,
    EvaluatorBias,
    ItemScore,
    Round,
)
from evaluation.services import decide as deciding
from evaluation.services.calibrate import calibrate
from evaluation.services.decide import decide_provisionally, score_round
from evaluation.services.policies import policy_for
from evaluation.services.respond import decline
from tests.evaluation.judging import Scene, judge, scene
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _workers_at_once() -> Iterator[None]:
    """The workers' own tasks, each run as soon as its message is sent."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def opened(people: Scene) -> Round:
    """A published item's round, its first three evaluators drawn."""
    _item, round = people.publish()
    assert round.assignments.count() == 3
    return round


def judge_open(round: Round, *values: str) -> Round:
    """Everybody at work submits; the round as it is then."""
    live = round.assignments.filter(state__in=Assignment.OPEN).order_by("pk")
    for task, value in zip(live.select_related("evaluator__officer"), values, strict=True):
        judge(task, value)
    return Round.objects.get(pk=round.pk)


def steps(round: Round) -> list[tuple[int, str]]:
    return list(ItemScore.objects.filter(round=round).order_by("pk").values_list("n", "decision"))


def frozen(**severity: float) -> CalibrationSnapshot:
    """A calibration that knows these evaluators, by user name, to be so severe."""
    from evaluation.models import Evaluator

    snapshot = CalibrationSnapshot.objects.create(
        cutoff=clock.now(),
        n=900,
        mu=6,
        alpha_f=1.3,
        alpha_b=0.3,
        sigma2=0.3,
        largest_share=1,
    )
    for username, b in severity.items():
        evaluator = Evaluator.objects.get(officer__username=username)
        EvaluatorBias.objects.create(snapshot=snapshot, evaluator=evaluator, b=b, se=0.1, n=30)
    return snapshot


def test_from_three_to_five_to_seven_to_the_panel() -> None:
    round = opened(scene(evaluators=9))
    round = judge_open(round, "7", "7.5", "7")
    assert (round.state, round.wanted, steps(round)) == ("collecting", 5, [(3, "more")])
    assert round.assignments.filter(state__in=Assignment.OPEN).count() == 2
    round = judge_open(round, "6.5", "7.5")
    assert (round.wanted, steps(round)[-1]) == (7, (5, "more"))
    round = judge_open(round, "7.5", "7")
    assert steps(round) == [(3, "more"), (5, "more"), (7, "panel")]
    assert (round.state, round.decision) == ("panel", "")
    told = Activity.objects.get(verb="round.to_panel")
    assert told.data == {"item": round.item_id, "round": round.pk}
    assert not Activity.objects.filter(verb="round.decided").exists()
    round.item.refresh_from_db()
    assert round.item.score is None
    assert not Outbox.objects.exists()


@pytest.mark.parametrize(("more", "decision"), [(("9", "9"), "superior"), (("5", "5"), "standard")])
def test_two_more_can_settle_it(more: tuple[str, str], decision: str) -> None:
    round = judge_open(opened(scene(evaluators=9)), "7", "7.5", "6.5")
    round = judge_open(round, *more)
    assert (round.state, round.decision) == ("published", decision)
    assert steps(round) == [(3, "more"), (5, decision)]
    score = ItemScore.objects.get(round=round, n=5)
    activity = Activity.objects.get(verb="round.decided")
    assert activity.data["score"] == str(score.q)
    assert (activity.data["revision"], activity.data["segment"]) == (round.revision_id, "peers")


def test_only_whole_steps_are_scored() -> None:
    round = judge_open(opened(scene(evaluators=9)), "7", "7.5", "6.5")
    task = round.assignments.filter(state__in=Assignment.OPEN).first()
    assert task is not None
    judge(task, "10")
    score_round(round_id=round.pk)
    assert steps(round) == [(3, "more")]


def test_who_is_drawn_later_has_a_whole_lease() -> None:
    round = opened(scene(evaluators=9))
    with clock.at(round.assignments.earliest("lease_until").lease_until - timedelta(hours=1)):
        now = clock.now()
        Round.objects.filter(pk=round.pk).update(due_at=now + timedelta(hours=1))
        round = judge_open(round, "7", "7.5", "6.5")
    expected = add_working_days(now, round.policy.lease_days)
    later = round.assignments.filter(state__in=Assignment.OPEN)
    assert {task.lease_until for task in later} == {expected}
    assert round.due_at >= expected


def test_who_gives_back_a_later_draw_is_replaced() -> None:
    round = judge_open(opened(scene(evaluators=9)), "7", "7.5", "6.5")
    task = round.assignments.filter(state__in=Assignment.OPEN).first()
    assert task is not None
    decline(assignment=task, by=task.evaluator.officer, reason="출장입니다.")
    deliver_all()
    assert round.assignments.filter(state__in=Assignment.LIVE).count() == 5


def test_with_nobody_left_it_waits_for_evaluators() -> None:
    people = scene(evaluators=4)
    round = judge_open(opened(people), "7", "7.5", "6.5")
    assert (round.state, round.wanted) == ("assigning", 5)
    assert round.assignments.filter(state__in=Assignment.OPEN).count() == 1


def test_the_policy_is_the_one_the_round_was_opened_under() -> None:
    people = scene(evaluators=9)
    round = opened(people)
    stricter = EvaluationPolicy.objects.create(
        kind="knowledge",
        version=2,
        effective_from=clock.today(),
        form_check="before",
        k_min=2,
        threshold=Decimal("9"),
    )
    for criterion in round.policy.criteria.all():
        criterion.pk, criterion.policy = None, stricter
        criterion.save(force_insert=True)
    stricter.is_delivered = True
    stricter.save()
    assert policy_for("knowledge").version == 2
    round = judge_open(round, "8", "8.5", "8")
    assert (round.policy.version, round.decision) == (1, "superior")


def test_a_correction_that_turns_the_verdict_goes_to_people() -> None:
    people = scene(evaluators=3)
    frozen(evaluator0=-1.2, evaluator1=-1.2, evaluator2=-1.2)
    round = judge_open(opened(people), "6.5", "6.5", "6.5")
    assert steps(round) == [(3, "panel")]
    assert round.state == "panel"
    score = ItemScore.objects.get(round=round)
    assert (score.raw, score.q) == (Decimal("6.5"), Decimal("7.7"))


def test_a_lenient_evaluator_is_corrected_by_no_more_than_the_bound() -> None:
    people = scene(evaluators=3)
    snapshot = frozen(evaluator0=4, evaluator1=4, evaluator2=4)
    judge_open(opened(people), "9", "9", "9")
    score = ItemScore.objects.get()
    assert score.snapshot == snapshot
    assert (score.raw, score.q) == (9, Decimal("7.5"))


def test_a_score_stays_on_the_scale() -> None:
    people = scene(evaluators=3)
    frozen(evaluator0=-1.5, evaluator1=-1.5, evaluator2=-1.5)
    judge_open(opened(people), "10", "10", "10")
    assert ItemScore.objects.get().q == 10


def test_a_later_calibration_changes_no_decision() -> None:
    people = scene(evaluators=9)
    first = frozen()
    round = judge_open(opened(people), "8", "8", "8")
    item, score = round.item, ItemScore.objects.get()
    kept = (round.decision, round.decided_at, score.q, score.raw, score.se, score.p)
    with clock.at(clock.now() + timedelta(days=7)):
        frozen(**{f"evaluator{n}": 1.4 for n in range(9)})
        calibrate()
        score_round(round_id=round.pk)
        tasks.sweep.apply()
    fresh, same = Round.objects.get(pk=round.pk), ItemScore.objects.get()
    assert (fresh.decision, fresh.decided_at, same.q, same.raw, same.se, same.p) == kept
    assert same.snapshot == first
    before = item.score
    item.refresh_from_db()
    assert (item.score, item.grade) == (before or Decimal("8.00"), "superior")
    assert Activity.objects.filter(verb="round.decided").count() == 1


def test_audits_do_not_count() -> None:
    round = opened(scene(evaluators=9))
    audit = round.assignments.order_by("pk").last()
    assert audit is not None
    Assignment.objects.filter(pk=audit.pk).update(is_audit=True)
    round = judge_open(round, "8", "8", "8")
    assert (round.is_open, steps(round)) == (True, [])


class Killed(BaseException):
    """The worker process is gone: no handler catches this."""


def test_a_worker_killed_between_draw_and_decision_does_nothing_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    round = opened(scene(evaluators=9))
    app.conf.task_always_eager = False
    judge_open(round, "7", "7.5", "6.5")
    ids = list(Outbox.objects.order_by("pk").values_list("activity_id", flat=True))
    real_draw = deciding.draw

    def draw_and_die(**facts: Any) -> None:
        real_draw(**facts)
        raise Killed

    monkeypatch.setattr(deciding, "draw", draw_and_die)
    with pytest.raises(Killed):
        tasks.deliver(ids)
    connection.close()
    monkeypatch.undo()
    round.refresh_from_db()
    assert (steps(round), round.wanted, round.assignments.count()) == ([], 0, 3)
    for _ in range(2):
        tasks.deliver(ids)
    assert (steps(round), round.assignments.count()) == ([(3, "more")], 5)
    drawn = Activity.objects.filter(verb="evaluation.assigned", data__item=round.item_id)
    assert drawn.count() == 5


def test_a_worker_killed_after_the_draw_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message comes again after everything was done, delivery rows or not."""
    round = opened(scene(evaluators=9))
    round = judge_open(round, "7", "7.5", "6.5")
    for _ in range(2):
        score_round(round_id=round.pk)
    assert (steps(round), round.assignments.count()) == ([(3, "more")], 5)


@pytest.mark.parametrize(
    ("values", "expected", "assignments"),
    [
        (("8", "8.5", "8"), [(3, "superior")], 3),
        (("7", "7.5", "6.5"), [(3, "more")], 5),
        (("9", "9", "9"), [(3, "superior")], 3),
    ],
)
def test_two_workers_deciding_one_round_at_once(
    values: tuple[str, ...], expected: list[tuple[int, str]], assignments: int
) -> None:
    round = opened(scene(evaluators=9))
    app.conf.task_always_eager = False
    judge_open(round, *values)
    results = at_once(*[lambda: score_round(round_id=round.pk)] * 3)
    assert not [result for result in results if isinstance(result, Exception)]
    assert (steps(round), round.assignments.count()) == (expected, assignments)


def test_two_workers_send_one_round_to_the_panel_once() -> None:
    people = scene(evaluators=3)
    frozen(evaluator0=-1.2, evaluator1=-1.2, evaluator2=-1.2)
    round = opened(people)
    app.conf.task_always_eager = False
    judge_open(round, "6.5", "6.5", "6.5")
    results = at_once(*[lambda: score_round(round_id=round.pk)] * 2)
    assert not [result for result in results if isinstance(result, Exception)]
    assert steps(round) == [(3, "panel")]
    assert Activity.objects.filter(verb="round.to_panel").count() == 1


def test_a_provisional_verdict_is_not_turned_by_the_correction_alone() -> None:
    people = scene(evaluators=2)
    frozen(evaluator0=-1.2, evaluator1=-1.2)
    _item, round = people.publish()
    judge_open(round, "6.5", "6.5")
    with clock.at(round.due_at + timedelta(minutes=1)):
        decide_provisionally(round_id=round.pk, by=people.coordinator)
    round.refresh_from_db()
    assert (round.state, round.decision, steps(round)) == ("panel", "", [(2, "panel")])
