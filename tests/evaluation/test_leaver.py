"""An officer leaves with evaluations open, offices in charge and submissions in the queue."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import Charge, Officer
from accounts.services.roles import grant_role
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Evaluation
from evaluation.services.evaluate import NoLongerEligible
from evaluation.services.free_leaver import free_leaver, free_leavers
from evaluation.services.respond import save_progress
from evaluation.tasks import remind
from evaluation.waiting import waiting_work
from tests.cast import officer, submitted
from tests.evaluation.judging import judge, scene
from tests.evaluation.views.asking import address, source
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)


def leave(person: Officer) -> None:
    Officer.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()


def admin() -> Officer:
    boss = officer("boss")
    grant_role(officer=boss, role=roles.ADMIN)
    return boss


def test_made_inactive_in_the_admin_they_are_replaced_at_once() -> None:
    people = scene()
    _item, round = people.publish()
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    person = task.evaluator.officer
    save_progress(assignment=task, by=person, data={"comment": "halb"})
    browser = Client()
    browser.force_login(admin())
    path = reverse("admin:accounts_officer_change", args=[person.pk])
    answer = browser.post(
        path,
        {
            "username": person.username,
            "name_ko": person.name_ko,
            "language": "ko",
            "office": person.office_id,
            "grade": person.grade,
            "roles": [roles.EVALUATOR],
            "charges-TOTAL_FORMS": 0,
            "charges-INITIAL_FORMS": 0,
        },
    )
    assert answer.status_code == 302, answer.context["errors"]
    deliver_all()
    task.refresh_from_db()
    assert task.state == Assignment.State.VOIDED
    live = round.assignments.filter(state__in=Assignment.LIVE)
    assert live.count() == 3
    assert not live.filter(evaluator__officer=person).exists()
    assert Activity.objects.filter(verb="evaluation.voided", object_id=task.pk).count() == 1


def test_the_job_finds_those_who_became_inactive_otherwise() -> None:
    people = scene()
    _item, round = people.publish()
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    leave(task.evaluator.officer)
    leave(people.coordinator)
    remind()
    assert round.assignments.filter(state__in=Assignment.LIVE).count() == 3
    assert not Charge.objects.filter(officer=people.coordinator).exists()
    assert free_leavers() == 0


def test_what_they_submitted_still_counts() -> None:
    people = scene()
    _item, round = people.publish()
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    judge(task, "8")
    leave(task.evaluator.officer)
    assert free_leaver(officer_id=task.evaluator.officer_id) == 0
    task.refresh_from_db()
    assert task.state == Assignment.State.SUBMITTED


def test_their_last_click_comes_too_late() -> None:
    people = scene()
    _item, round = people.publish()
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    leave(task.evaluator.officer)
    with pytest.raises(NoLongerEligible):
        judge(task)
    assert not Evaluation.objects.exists()
    deliver_all()
    assert round.assignments.filter(state__in=Assignment.LIVE).count() == 3


def test_two_jobs_at_once_free_and_draw_once() -> None:
    people = scene(evaluators=6)
    rounds = [people.publish()[1] for _number in range(2)]
    shared = Assignment.objects.filter(state__in=Assignment.OPEN).select_related("evaluator")
    for task in shared[:2]:
        leave(task.evaluator.officer)
    assert raised(at_once(free_leavers, free_leavers, remind), Exception) == []
    for round in rounds:
        assert round.assignments.filter(state__in=Assignment.OPEN).count() <= 3
    assert not shared.filter(evaluator__officer__is_active=False).exists()
    voided = Activity.objects.filter(verb="evaluation.voided").values_list("object_id", flat=True)
    assert len(voided) == len(set(voided))


def test_the_queue_of_an_office_without_a_coordinator_waits_for_the_administrators() -> None:
    people = scene()
    boss = admin()
    submitted(people.author, title="기다리는 글")
    assert [work for work in waiting_work(boss) if "clock=alone" in work.url] == []
    alone = f"{address('queue')}?clock=alone"
    assert "기다리는 글" not in source(boss, alone)
    leave(people.coordinator)
    free_leaver(officer_id=people.coordinator.pk)
    work = next(work for work in waiting_work(boss) if "clock=alone" in work.url)
    assert (work.count, work.urgent) == (1, True)
    assert "기다리는 글" in source(boss, alone)
    above = officer("above", at=people.headquarters)
    grant_role(officer=above, role=roles.COORDINATOR, office=people.headquarters)
    assert "기다리는 글" in source(above, address("queue"))
    assert "기다리는 글" not in source(boss, alone)


def test_who_is_active_is_left_alone() -> None:
    people = scene()
    _item, round = people.publish()
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    assert free_leaver(officer_id=task.evaluator.officer_id) == 0
    assert free_leaver(officer_id=people.coordinator.pk) == 0
    assert Charge.objects.filter(officer=people.coordinator).exists()
    assert Assignment.objects.get(pk=task.pk).is_open
