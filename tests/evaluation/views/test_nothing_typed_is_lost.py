"""What an evaluator has typed is theirs: two windows, closed assignments, refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core import clock
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Conflict, Evaluation
from evaluation.services.evaluate import submit_evaluation
from evaluation.services.expire import remind_and_expire
from evaluation.services.respond import SavedElsewhere, save_progress
from tests.evaluation.judging import REMARK, Scene, judge, scores
from tests.evaluation.views.asking import address, filled_in, first_task, said, signed_in, source

TYPED = "제가 오래 생각하고 적은 의견입니다. 절차의 세 번째 단계에 근거가 빠져 있습니다."
OTHER = "다른 창에서 적은 의견입니다. 두 번째 단계의 서식 번호를 확인해야 합니다."


@pytest.fixture
def task(people: Scene) -> Assignment:
    _item, round = people.publish()
    return first_task(round)


def path(task: Assignment) -> str:
    return address("assignment", task.pk)


def test_the_older_of_two_windows_does_not_overwrite(task: Assignment) -> None:
    browser = signed_in(task.evaluator.officer)
    save = {"action": "save", "version": "0"}
    assert browser.post(path(task), filled_in("9", OTHER, **save)).status_code == 302
    answer = browser.post(path(task), filled_in("3", TYPED, **save))
    assert (answer.status_code, said(answer)) == (409, ["warning"])
    page = answer.content.decode()
    assert TYPED in page
    assert OTHER in page
    assert Assignment.objects.get(pk=task.pk).progress["comment"] == OTHER
    # Whoever has seen both decides: the page was sent with the version that it shows.
    assert 'name="version" value="1"' in page
    data = filled_in("3", TYPED, action="save", version="1")
    assert browser.post(path(task), data).status_code == 302
    assert Assignment.objects.get(pk=task.pk).progress["comment"] == TYPED


def test_a_window_from_before_the_submission_does_not_correct_it(task: Assignment) -> None:
    browser = signed_in(task.evaluator.officer)
    assert browser.post(path(task), filled_in("8", version="0")).status_code == 302
    answer = browser.post(path(task), filled_in("2", TYPED, version="0"))
    assert answer.status_code == 409
    assert TYPED in answer.content.decode()
    assert Evaluation.objects.get().total == 8


def test_a_second_click_submits_once(task: Assignment) -> None:
    browser = signed_in(task.evaluator.officer)
    for _click in range(2):
        assert browser.post(path(task), filled_in("8", version="0")).status_code == 302
    assert Evaluation.objects.count() == 1


def test_the_services_count_versions_themselves(task: Assignment) -> None:
    person = task.evaluator.officer
    save_progress(assignment=task, by=person, data={"comment": OTHER}, version=0)
    with pytest.raises(SavedElsewhere):
        save_progress(assignment=task, by=person, data={}, version=0)
    with pytest.raises(SavedElsewhere):
        submit_evaluation(assignment=task, by=person, scores=scores("8"), comment=REMARK, version=0)
    assert not Evaluation.objects.exists()


def test_the_form_saves_itself_and_says_when(task: Assignment) -> None:
    browser = signed_in(task.evaluator.officer)
    url = address("autosave", task.pk)
    assert f'data-autosave-url="{url}"' in source(task.evaluator.officer, path(task))
    half = {"score_accuracy": "6.5", "comment": "아직", "version": "0"}
    answer = browser.post(url, half)
    assert answer.json()["version"] == 1
    assert "Saved at" in source(task.evaluator.officer, path(task))
    stale = browser.post(url, half)
    assert stale.status_code == 409
    assert "another window" in stale.json()["message"]
    judge(task)
    assert browser.post(url, half).status_code == 409
    assert browser.get(url).status_code == 405


@pytest.mark.parametrize("has_run", [False, True], ids=["before the job", "after the job"])
def test_what_comes_too_late_is_kept_and_shown(task: Assignment, has_run: bool) -> None:
    person = task.evaluator.officer
    with clock.at(task.lease_until + timedelta(minutes=1)):
        if has_run:
            remind_and_expire()
        answer = signed_in(person).post(path(task), filled_in("8", TYPED))
        assert (answer.status_code, said(answer)) == (409, ["error"])
        page = answer.content.decode()
        assert TYPED in page
        assert "time for this evaluation is over" in page
        assert "data-score-form" not in page
        remind_and_expire()
    assert not Evaluation.objects.exists()
    assert TYPED in source(person, path(task))


def test_what_was_saved_before_the_lease_ended_can_still_be_read(task: Assignment) -> None:
    person = task.evaluator.officer
    save_progress(assignment=task, by=person, data={"comment": TYPED, "score_reuse": "6"})
    with clock.at(task.lease_until + timedelta(minutes=1)):
        remind_and_expire()
    assert TYPED in source(person, path(task))


def test_who_is_taken_off_keeps_what_they_typed(people: Scene, task: Assignment) -> None:
    person = task.evaluator.officer
    Conflict.objects.create(a=people.author, b=person, kind=Conflict.Kind.DISPUTE)
    answer = signed_in(person).post(path(task), filled_in("8", TYPED))
    assert answer.headers["Location"] == path(task)
    assert TYPED in source(person, path(task))
    assert not Evaluation.objects.exists()
    deliver_all()
    assert task.round.assignments.filter(state__in=Assignment.LIVE).count() == 3
    for other in people.evaluators:
        if other.officer != person:
            assert signed_in(other.officer).get(path(task)).status_code == 404


def test_a_correction_after_the_decision_is_shown_and_not_counted(task: Assignment) -> None:
    for other in task.round.assignments.select_related("evaluator__officer"):
        judge(other, "8")
    deliver_all()
    answer = signed_in(task.evaluator.officer).post(path(task), filled_in("1", TYPED))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert TYPED in page
    assert "has been decided" in page
    assert Evaluation.objects.filter(assignment=task).count() == 1


@pytest.mark.parametrize("action", ["decline", "recuse"])
def test_giving_back_without_a_reason_loses_no_scores(task: Assignment, action: str) -> None:
    person = task.evaluator.officer
    save_progress(assignment=task, by=person, data={"comment": TYPED, "score_reuse": "6.5"})
    answer = signed_in(person).post(path(task), {"action": action, "reason": "   "})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert TYPED in page
    assert 'name="score_reuse" value="6.5"' in page
    assert '<details class="card give-back" open>' in page


def test_after_submitting_comes_the_next_one(people: Scene, task: Assignment) -> None:
    evaluator = task.evaluator
    later = _another_task(people, task)
    answer = signed_in(evaluator.officer).post(path(task), filled_in("8"))
    assert answer.headers["Location"] == path(later)
    answer = signed_in(evaluator.officer).post(path(later), filled_in("8"))
    assert answer.headers["Location"] == address("desk")


def _another_task(people: Scene, task: Assignment) -> Assignment:
    """The same evaluator is drawn for another item."""
    _item, round = people.publish()
    mine = round.assignments.filter(evaluator=task.evaluator).first()
    return mine or Assignment.objects.create(
        round=round,
        evaluator=task.evaluator,
        lease_until=timezone.now() + timedelta(days=9),
        seed=1,
        probability=0.5,
    )


def test_a_comment_of_spaces_between_letters_is_too_short(task: Assignment) -> None:
    comment = "가" + " " * 60 + "나"
    answer = signed_in(task.evaluator.officer).post(path(task), filled_in("8", comment))
    assert answer.status_code == 422
    assert "at least 30" in answer.content.decode()
    assert not Evaluation.objects.exists()
