"""One item to evaluate."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.html import escape

from core import clock
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Evaluation, Round
from knowledge.models import CoAuthor
from tests.cast import officer
from tests.evaluation.judging import Scene, judge
from tests.evaluation.views.asking import address, filled_in, first_task, said, signed_in, source


@pytest.fixture
def task(people: Scene) -> Assignment:
    _item, round = people.publish()
    return first_task(round)


def path(task: Assignment) -> str:
    return address("assignment", task.pk)


def test_it_shows_the_judged_revision_and_what_scores_mean(task: Assignment) -> None:
    page = source(task.evaluator.officer, path(task))
    assert "도착지 세관에 도착을 보고한다" in page
    for criterion in task.round.policy.criteria.all():
        assert f'name="score_{criterion.code}"' in page
        assert f'data-weight="{criterion.weight}"' in page
        for anchor in criterion.anchors:
            assert escape(anchor["ko"]) in page or escape(anchor["en"]) in page


def test_submitting_by_keyboard_and_mouse_is_the_same_post(task: Assignment) -> None:
    data = filled_in("7", score_accuracy="9.5")
    answer = signed_in(task.evaluator.officer).post(path(task), data)
    assert answer.headers["Location"] == address("desk")
    evaluation = Evaluation.objects.get()
    assert evaluation.total == Decimal("7.75")
    assert evaluation.scores["accuracy"] == "9.5"
    assert evaluation.on_time


@pytest.mark.parametrize(
    "changes",
    [
        {"score_accuracy": ""},
        {"score_accuracy": "10.5"},
        {"score_accuracy": "-1"},
        {"score_accuracy": "7.3"},
        {"score_accuracy": "NaN"},
        {"comment": "짧다"},
        {"comment": " " * 60},
        {"confidence": "4"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    task: Assignment, changes: dict[str, str]
) -> None:
    answer = signed_in(task.evaluator.officer).post(path(task), filled_in(**changes))
    assert answer.status_code in (409, 422)
    page = answer.content.decode()
    assert 'id="form-errors"' in page or said(answer) == ["error"]
    assert 'name="score_reuse" value="8"' in page
    assert not Evaluation.objects.exists()
    assert Assignment.objects.get(pk=task.pk).is_open


def test_work_can_be_saved_half_done_and_continued(task: Assignment) -> None:
    browser = signed_in(task.evaluator.officer)
    half = filled_in(comment="아직", score_accuracy="6.5", score_reuse="", action="save")
    assert browser.post(path(task), half).headers["Location"] == path(task)
    page = browser.get(path(task)).content.decode()
    assert 'name="score_accuracy" value="6.5"' in page
    assert ">\n아직</textarea>" in page
    task.refresh_from_db()
    assert task.state == Assignment.State.ACCEPTED
    assert not Evaluation.objects.exists()
    browser.post(path(task), filled_in())
    task.refresh_from_db()
    assert task.progress == {}


def test_enter_saves_and_does_not_hand_in(task: Assignment) -> None:
    page = source(task.evaluator.officer, path(task))
    assert page.index('value="save"') < page.index('value="submit"')


def test_a_correction_is_a_new_row_until_the_round_is_decided(task: Assignment) -> None:
    browser = signed_in(task.evaluator.officer)
    browser.post(path(task), filled_in("8"))
    task.refresh_from_db()
    typed = filled_in("3") | {"comment": "아직 짧다", "version": str(task.version)}
    answer = browser.post(address("autosave", task.pk), typed)
    assert answer.status_code == 200
    # What is being corrected is kept, here and in every other window; what was submitted counts.
    assert ">\n아직 짧다</textarea>" in source(task.evaluator.officer, path(task))
    assert browser.post(address("autosave", task.pk), typed).status_code == 409
    task.refresh_from_db()
    assert task.state == Assignment.State.SUBMITTED
    assert Evaluation.objects.get().total == 8
    browser.post(path(task), filled_in("3"))
    task.refresh_from_db()
    assert task.progress == {}
    assert list(Evaluation.objects.order_by("pk").values_list("total", flat=True)) == [8, 3]
    for other in task.round.assignments.filter(state__in=Assignment.OPEN):
        judge(other, "9")
    deliver_all()
    assert Round.objects.get(pk=task.round_id).scores.get().raw == 7
    answer = browser.post(path(task), filled_in("10"))
    assert answer.status_code == 409
    assert Evaluation.objects.filter(assignment=task).count() == 2


@pytest.mark.parametrize("action", ["decline", "recuse"])
def test_giving_back_needs_a_reason(task: Assignment, action: str) -> None:
    browser = signed_in(task.evaluator.officer)
    answer = browser.post(path(task), {"action": action, "reason": " "})
    assert answer.status_code == 409
    assert Assignment.objects.get(pk=task.pk).is_open
    answer = browser.post(path(task), {"action": action, "reason": "아는 사람의 글 같습니다."})
    assert answer.headers["Location"] == address("desk")
    assert not Assignment.objects.get(pk=task.pk).is_open
    deliver_all()
    live = task.round.assignments.filter(state__in=Assignment.LIVE)
    assert live.count() == 3


def test_after_the_lease_nothing_is_taken(task: Assignment) -> None:
    with clock.at(task.lease_until.replace(year=task.lease_until.year + 1)):
        answer = signed_in(task.evaluator.officer).post(path(task), filled_in())
    assert answer.status_code == 409
    assert not Evaluation.objects.exists()


def test_who_became_a_writer_is_told_and_taken_off(task: Assignment) -> None:
    person = task.evaluator.officer
    CoAuthor.objects.create(item=task.round.item, officer=person)
    answer = signed_in(person).post(path(task), filled_in())
    assert answer.headers["Location"] == path(task)
    assert said(answer) == ["warning"]
    assert Assignment.objects.get(pk=task.pk).state == Assignment.State.VOIDED
    assert not Evaluation.objects.exists()


def test_it_is_not_there_for_anybody_else(people: Scene, task: Assignment) -> None:
    drawn = set(task.round.assignments.values_list("evaluator__officer_id", flat=True))
    other_judge = next(
        a.evaluator.officer for a in task.round.assignments.exclude(pk=task.pk).all()
    )
    idle = next(e.officer for e in people.evaluators if e.officer_id not in drawn)
    stranger = officer("stranger", at=people.busan)
    for person in (people.author, people.coordinator, other_judge, idle, stranger):
        browser = signed_in(person)
        assert browser.get(path(task)).status_code == 404
        assert browser.post(path(task), filled_in()).status_code == 404
        assert browser.post(path(task), {"action": "decline", "reason": "x"}).status_code == 404
    assert not Evaluation.objects.exists()
    assert Assignment.objects.get(pk=task.pk).state == Assignment.State.OFFERED
