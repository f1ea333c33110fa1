"""The weekly calibration, from what colleagues have given in decided rounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Officer
from ckp.schedule import SCHEDULE
from core import clock
from core.models import Activity
from evaluation.models import (
    Assignment,
    CalibrationSnapshot,
    Evaluation,
    Evaluator,
    EvaluatorBias,
    Round,
)
from evaluation.services.calibrate import calibrate, week_start
from evaluation.services.policies import policy_for
from evaluation.tasks import calibrate_week
from tests.cast import office, officer, published
from tests.evaluation.judging import REMARK, certified, scores
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

SEOUL = ZoneInfo("Asia/Seoul")
FRIDAY = datetime(2026, 5, 15, 10, tzinfo=SEOUL)
MONDAY = datetime(2026, 5, 18, tzinfo=SEOUL)


def people(number: int = 24) -> list[Evaluator]:
    place = office("ICN")
    return [certified(officer(f"judge{n}", at=place)) for n in range(number)]


def decided(author: Officer, moment: datetime = FRIDAY, state: str = "published") -> Round:
    """A round with that state, as the services would leave it."""
    item = published(author)
    assert item.current_revision is not None
    is_done = state in Round.DONE
    return Round.objects.create(
        item=item,
        revision=item.current_revision,
        policy=policy_for("knowledge"),
        state=state,
        decision="standard" if is_done else "",
        opened_at=moment,
        due_at=moment,
        decided_at=moment if is_done else None,
    )


def gave(round: Round, evaluator: Evaluator, total: float, **facts: object) -> Evaluation:
    assignment = Assignment.objects.create(
        round=round,
        evaluator=evaluator,
        lease_until=round.due_at,
        seed=1,
        probability=0.5,
        **({"state": "submitted"} | facts),
    )
    return Evaluation.objects.create(
        assignment=assignment,
        scores={code: str(score) for code, score in scores("7").items()},
        total=total,
        comment=REMARK,
        submitted_at=round.opened_at,
    )


def history(judges: list[Evaluator], rounds: int = 90, severity: float = 0) -> Officer:
    """Decided rounds with three evaluations each; the first judge is that severe."""
    random = Random(3)
    author = officer("author", at=office("BSN"))
    for _ in range(rounds):
        round, quality = decided(author), random.gauss(6.3, 1)
        for judge in random.sample(judges, 3):
            shift = severity if judge == judges[0] else 0
            total = min(max(quality + shift + random.gauss(0, 0.4), 0), 10)
            gave(round, judge, round_to(total))
    return author


def round_to(total: float) -> float:
    return round(total * 20) / 20


def test_it_finds_the_severe_and_sends_them_to_training_once() -> None:
    judges = people()
    history(judges, severity=-2.5)
    snapshot = calibrate(cutoff=MONDAY)
    assert snapshot is not None
    assert (snapshot.n, snapshot.largest_share) == (270, 1.0)
    biases = {row.evaluator_id: row for row in EvaluatorBias.objects.filter(snapshot=snapshot)}
    assert len(biases) == 24
    harsh = biases.pop(judges[0].pk)
    assert -2.7 < harsh.b < -1.6
    assert all(abs(row.b) < 0.7 for row in biases.values())
    sent = Activity.objects.get(verb="evaluator.retraining")
    assert (sent.object_id, sent.data["officer"]) == (judges[0].pk, judges[0].officer_id)
    again = calibrate(cutoff=MONDAY + timedelta(days=7))
    assert again is not None
    assert Activity.objects.filter(verb="evaluator.retraining").count() == 1


def test_once_for_each_monday() -> None:
    history(people(), rounds=5)
    with clock.at(MONDAY + timedelta(hours=9)):
        first = calibrate()
    with clock.at(MONDAY + timedelta(days=6, hours=23)):
        calibrate_week.apply()
        assert calibrate() == first
    assert first is not None
    assert first.cutoff == MONDAY
    with clock.at(MONDAY + timedelta(days=7)):
        second = calibrate()
    assert second is not None
    assert second.cutoff == MONDAY + timedelta(days=7)
    assert CalibrationSnapshot.objects.count() == 2


def test_two_workers_make_one() -> None:
    history(people(), rounds=5)
    results = at_once(*[lambda: calibrate(cutoff=MONDAY)] * 2)
    assert results[0] == results[1] == CalibrationSnapshot.objects.get()


def test_what_it_leaves_out() -> None:
    judges = people(6)
    author = officer("author", at=office("BSN"))
    gave(decided(author), judges[0], 6)
    gave(decided(author, state="collecting"), judges[1], 1)
    gave(decided(author, state="void"), judges[1], 1)
    gave(decided(author, state="annulled"), judges[1], 1)
    gave(decided(author), judges[2], 1, state="voided")
    gave(decided(author), judges[3], 1, is_audit=True)
    gave(decided(author, MONDAY + timedelta(minutes=1)), judges[4], 1)
    gave(decided(author, state="lapsed"), judges[5], 8)
    snapshot = calibrate(cutoff=MONDAY)
    assert snapshot is not None
    assert (snapshot.n, snapshot.mu) == (2, 7)
    counted = set(snapshot.biases.values_list("evaluator_id", flat=True))
    assert counted == {judges[0].pk, judges[5].pk}


def test_of_a_correction_the_last_counts() -> None:
    judge = people(1)[0]
    first = gave(decided(officer("author", at=office("BSN"))), judge, 2)
    Evaluation.objects.create(
        assignment=first.assignment,
        scores=first.scores,
        total=8,
        comment=REMARK,
        submitted_at=FRIDAY,
    )
    snapshot = calibrate(cutoff=MONDAY)
    assert snapshot is not None
    assert (snapshot.n, snapshot.mu) == (1, 8)


def test_little_corrects_nobody() -> None:
    history(people(), rounds=20, severity=-2.5)
    snapshot = calibrate(cutoff=MONDAY)
    assert snapshot is not None
    assert set(snapshot.biases.values_list("b", flat=True)) == {0.0}
    assert not Activity.objects.filter(verb="evaluator.retraining").exists()


def test_nothing_decided_no_calibration() -> None:
    assert calibrate() is None
    assert not CalibrationSnapshot.objects.exists()


def test_the_suspended_are_not_sent_to_training() -> None:
    judges = people()
    history(judges, severity=-2.5)
    Evaluator.objects.filter(pk=judges[0].pk).update(status="suspended")
    calibrate(cutoff=MONDAY)
    assert not Activity.objects.filter(verb="evaluator.retraining").exists()


def test_a_week_begins_on_monday_in_seoul() -> None:
    assert week_start(MONDAY) == MONDAY
    assert week_start(MONDAY - timedelta(seconds=1)) == MONDAY - timedelta(days=7)
    assert week_start(datetime(2026, 5, 17, 15, tzinfo=ZoneInfo("UTC"))) == MONDAY


@pytest.mark.parametrize("model", [CalibrationSnapshot, EvaluatorBias])
def test_a_calibration_is_frozen(model: type) -> None:
    history(people(), rounds=2)
    calibrate(cutoff=MONDAY)
    row = model.objects.first()  # type: ignore[attr-defined]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")  # type: ignore[attr-defined]


def test_it_is_asked_for_by_the_clock() -> None:
    assert calibrate_week.name in {entry["task"] for entry in SCHEDULE.values()}
