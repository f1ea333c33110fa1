"""Submitting, deciding, expiring."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from ckp.schedule import SCHEDULE
from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Evaluation, EvaluationPolicy, ItemScore, Round
from evaluation.services.decide import decide_provisionally, score_round
from evaluation.services.evaluate import NoLongerEligible, submit_evaluation
from evaluation.services.expire import remind_and_expire
from evaluation.services.open_round import open_round, void_rounds
from evaluation.tasks import remind
from knowledge.models import CoAuthor, Item
from knowledge.services.errors import Refused
from knowledge.services.retire import retire_item
from knowledge.services.revise import revise_item
from tests.cast import fields
from tests.evaluation.judging import REMARK, judge, scene, scores
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)


def judge_all(round: Round, *values: str) -> None:
    tasks = round.assignments.filter(state__in=Assignment.OPEN).order_by("pk")
    for task, value in zip(tasks, values, strict=True):
        judge(task, value)
    deliver_all()
    round.refresh_from_db()


@pytest.mark.parametrize(
    ("values", "decision", "grade"),
    [
        (("7.5", "8", "8"), "superior", "superior"),
        (("6", "6", "6.5"), "standard", "standard"),
        (("3", "4", "3.5"), "improve", "standard"),
    ],
)
def test_the_third_evaluation_decides(values: tuple[str, ...], decision: str, grade: str) -> None:
    item, round = scene().publish()
    judge_all(round, *values)
    item.refresh_from_db()
    assert (round.state, round.decision, item.grade) == ("published", decision, grade)
    score = ItemScore.objects.get(round=round)
    assert score.raw == score.q
    assert score.n == 3
    decided = Activity.objects.get(verb="round.decided")
    assert decided.data["writers"] == [item.author_id]
    assert decided.data["decision"] == decision


def test_two_evaluations_decide_nothing_and_show_nothing() -> None:
    item, round = scene().publish()
    for task in round.assignments.order_by("pk")[:2]:
        judge(task, "9")
    deliver_all()
    item.refresh_from_db()
    assert item.score is None
    assert Round.objects.get(pk=round.pk).is_open
    assert not ItemScore.objects.exists()


def test_the_last_two_at_once_make_one_decision() -> None:
    _item, round = scene().publish()
    tasks = list(round.assignments.order_by("pk"))
    judge(tasks[0])
    at_once(lambda: judge(tasks[1]), lambda: judge(tasks[2]))
    at_once(deliver_all, deliver_all)
    assert ItemScore.objects.count() == 1
    assert Activity.objects.filter(verb="round.decided").count() == 1


def test_scoring_a_round_twice_changes_nothing() -> None:
    _item, round = scene().publish()
    judge_all(round, "8", "8", "8")
    score_round(round_id=round.pk)
    assert ItemScore.objects.count() == 1


@pytest.mark.parametrize("value", ["10.5", "-1", "7.3"])
def test_scores_off_the_scale_are_refused(value: str) -> None:
    _item, round = scene().publish()
    task = round.assignments.first()
    assert task is not None
    with pytest.raises(Refused, match="0"):
        judge(task, value)
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("comment", ["", " " * 50, "짧다"])
def test_a_comment_of_spaces_is_refused(comment: str) -> None:
    _item, round = scene().publish()
    task = round.assignments.first()
    assert task is not None
    with pytest.raises(Refused, match="30"):
        judge(task, comment=comment)


def test_after_the_lease_nobody_submits() -> None:
    _item, round = scene().publish()
    task = round.assignments.first()
    assert task is not None
    late = task.lease_until + timedelta(minutes=1)
    with clock.at(late), pytest.raises(Refused):
        judge(task)


def test_another_evaluators_assignment_is_not_for_me() -> None:
    _item, round = scene().publish()
    mine, other = round.assignments.order_by("pk")[:2]
    with pytest.raises(Refused):
        submit_evaluation(
            assignment=mine, by=other.evaluator.officer, scores=scores("8"), comment=REMARK
        )


def test_a_correction_counts_instead_and_both_are_kept() -> None:
    item, round = scene().publish()
    task = round.assignments.order_by("pk").first()
    assert task is not None
    judge(task, "2")
    task.refresh_from_db()
    judge(task, "8")
    judge_all(round, "8", "8")
    item.refresh_from_db()
    assert item.score == Decimal("8.00")
    assert Evaluation.objects.count() == 4
    assert Activity.objects.filter(verb="evaluation.submitted").count() == 3
    with pytest.raises(Refused):
        judge(task, "1")


def test_an_evaluator_who_became_a_coauthor_is_taken_off_and_replaced() -> None:
    item, round = scene().publish()
    task = round.assignments.first()
    assert task is not None
    CoAuthor.objects.create(item=item, officer=task.evaluator.officer)
    with pytest.raises(NoLongerEligible):
        judge(task)
    task.refresh_from_db()
    assert task.state == Assignment.State.VOIDED
    assert not Evaluation.objects.exists()
    deliver_all()
    assert round.assignments.filter(state__in=Assignment.LIVE).count() == 3


def test_an_evaluator_moved_into_the_authors_office_is_taken_off() -> None:
    people = scene()
    _item, round = people.publish()
    task = round.assignments.first()
    assert task is not None
    person = task.evaluator.officer
    person.office = people.busan
    person.save()
    with pytest.raises(NoLongerEligible):
        judge(task)


def test_the_late_are_reminded_twice_then_expire_and_are_replaced() -> None:
    people = scene(evaluators=5)
    _item, round = people.publish()
    task = round.assignments.order_by("pk").first()
    assert task is not None
    lease = task.lease_until - task.offered_at
    for share, reminded in [(0.4, 0), (0.55, 3), (0.6, 0), (0.85, 3)]:
        with clock.at(task.offered_at + lease * share):
            assert remind_and_expire() == (reminded, 0)
    with clock.at(task.lease_until + timedelta(seconds=1)):
        assert remind_and_expire() == (0, 3)
        assert remind_and_expire() == (0, 0)
    states = sorted(round.assignments.values_list("state", flat=True))
    assert states == ["expired"] * 3 + ["offered"] * 2
    assert Round.objects.get(pk=round.pk).state == Round.State.ASSIGNING


def test_expiry_and_submission_at_once_agree() -> None:
    _item, round = scene().publish()
    task = round.assignments.order_by("pk").first()
    assert task is not None
    edge = task.lease_until

    def submit() -> object:
        with clock.at(edge):
            return judge(task)

    def expire() -> object:
        with clock.at(edge + timedelta(seconds=1)):
            return remind_and_expire()

    at_once(submit, expire)
    task.refresh_from_db()
    expected = {"submitted": 1, "expired": 0}
    assert Evaluation.objects.filter(assignment=task).count() == expected[task.state]


def test_an_overdue_round_is_decided_with_two_by_its_coordinator_only() -> None:
    people = scene(evaluators=2)
    item, round = people.publish()
    for task in round.assignments.all():
        judge(task, "8")
    deliver_all()
    with pytest.raises(Refused):
        decide_provisionally(round_id=round.pk, by=people.coordinator)
    with clock.at(round.due_at + timedelta(minutes=1)):
        with pytest.raises(Refused):
            decide_provisionally(round_id=round.pk, by=people.author)
        decide_provisionally(round_id=round.pk, by=people.coordinator)
    round.refresh_from_db()
    item.refresh_from_db()
    assert round.is_provisional
    assert item.grade == Item.Grade.SUPERIOR


def test_an_evaluation_belongs_to_a_revision() -> None:
    people = scene()
    item, round = people.publish()
    judge(round.assignments.first())  # type: ignore[arg-type]
    revise_item(
        item=item,
        by=people.author,
        fields=fields(source="새로 쓴 본문입니다. 앞의 평가는 이 글에 관한 것이 아닙니다."),
        base=item.current_revision,
    )
    deliver_all()
    round.refresh_from_db()
    item.refresh_from_db()
    assert round.state == Round.State.VOID
    fresh = Round.objects.get(item=item, state__in=Round.OPEN)
    assert fresh.revision_id == item.current_revision_id
    assert fresh.assignments.count() == 3


def test_a_decision_and_a_new_text_at_once_do_not_lock_each_other_out() -> None:
    people = scene()
    item, round = people.publish()
    for task in round.assignments.order_by("pk"):
        judge(task)
    results = at_once(lambda: score_round(round_id=round.pk), lambda: void_rounds(item_id=item.pk))
    assert raised(results, Refused) == []
    round.refresh_from_db()
    assert round.state in (Round.State.PUBLISHED, Round.State.VOID)


def test_nobody_decides_provisionally_on_their_own_work() -> None:
    people = scene(evaluators=2)
    item, round = people.publish()
    for task in round.assignments.all():
        judge(task)
    CoAuthor.objects.create(item=item, officer=people.coordinator)
    with clock.at(round.due_at + timedelta(minutes=1)), pytest.raises(Refused):
        decide_provisionally(round_id=round.pk, by=people.coordinator)


def test_leases_are_looked_after_by_the_clock() -> None:
    assert "evaluation.remind_and_expire" in {entry["task"] for entry in SCHEDULE.values()}
    assert remind.name == "evaluation.remind_and_expire"


def test_what_is_retired_is_not_judged() -> None:
    people = scene()
    item, round = people.publish()
    retire_item(item=item, by=people.author, reason="제도가 바뀌었습니다.")
    deliver_all()
    round.refresh_from_db()
    assert round.state == Round.State.VOID
    assert not Assignment.objects.filter(state__in=Assignment.OPEN).exists()


def test_an_item_has_one_open_round() -> None:
    item, round = scene().publish()
    again = open_round(item_id=item.pk, revision_id=round.revision_id)
    assert again == round
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.create(
            item=item, revision=round.revision, seq=2, policy=round.policy, due_at=clock.now()
        )


@pytest.mark.parametrize("model", [EvaluationPolicy, Evaluation, ItemScore])
def test_evidence_is_never_changed(model: type) -> None:
    _item, round = scene().publish()
    judge_all(round, "8", "8", "8")
    row = model.objects.first()  # type: ignore[attr-defined]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")  # type: ignore[attr-defined]
