"""What a report brings about in the other rooms, through their workers: nothing is called here."""

from __future__ import annotations

from typing import Any

import pytest

from core import clock
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Round
from knowledge.models import GeneralKnowledge, Item, Reading
from mileage.models import Entry
from mileage.services.policies import load_start_policy
from notifications.models import Notice
from reports.models import Report
from reports.services.decide import accept_report, dismiss_report
from reports.services.receive import receive_report
from reports.services.repair import verify_repair
from tests.cast import Cast, officer
from tests.evaluation.judging import judge, scene
from tests.knowledge.views.forms import signed_in
from tests.reports.reporting import accepted, claim, mended, reported

pytestmark = pytest.mark.django_db


def kinds_of(person: Any) -> list[str]:
    rows = Notice.objects.filter(officer=person, activity__verb__startswith="report.")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_who_hears_of_a_report_and_where_the_notice_leads(
    people: Cast, item: GeneralKnowledge
) -> None:
    load_start_policy()
    Reading.objects.create(item=item, officer=people.colleague, day=clock.today())
    report = reported(item, people.stranger)
    receive_report(item=item, by=people.evaluator, claim=claim())
    deliver_all()
    assert kinds_of(people.coordinator) == ["report_received"]
    assert kinds_of(people.author) == []
    accept_report(report=report, by=people.coordinator, is_cited=True)
    deliver_all()
    assert kinds_of(people.colleague) == ["recalled"]
    assert set(kinds_of(people.author)) == {"report_accepted", "repair"}
    for reporter in (people.stranger, people.evaluator):
        assert kinds_of(reporter) == ["report_thanked"]
    mended(report, people.author)
    deliver_all()
    verify_repair(report=report, by=people.coordinator)
    deliver_all()
    for person in (people.author, people.coordinator, people.stranger, people.evaluator):
        browser = signed_in(person)
        for notice in Notice.objects.filter(officer=person, activity__verb__startswith="report."):
            answer = browser.get(f"/notifications/{notice.pk}/", follow=True)
            assert answer.status_code == 200
            assert answer.redirect_chain[-1][0].startswith("/reports/"), notice.kind


def test_the_first_reporter_is_paid_once_with_the_citation_and_nobody_for_a_dismissal(
    people: Cast, item: GeneralKnowledge
) -> None:
    load_start_policy()
    report = reported(item, people.stranger)
    receive_report(item=item, by=people.evaluator, claim=claim())
    accept_report(report=report, by=people.coordinator, is_cited=True)
    other = reported(item, people.colleague, kind="wrong")
    dismiss_report(report=other, by=people.coordinator, reason="맞는 내용입니다.")
    deliver_all()
    rows = Entry.objects.filter(event__in=["report", "citation"])
    assert {(row.key, row.officer_id) for row in rows} == {
        (f"report:{report.pk}:{people.stranger.pk}", people.stranger.pk),
        (f"citation:{report.pk}:{people.stranger.pk}", people.stranger.pk),
    }


def test_readers_of_a_hidden_item_are_told_when_they_can_read_it_again(
    people: Cast, item: GeneralKnowledge
) -> None:
    Reading.objects.create(item=item, officer=people.colleague, day=clock.today())
    report = accepted(item, people.stranger, people.coordinator, harmful=True)
    deliver_all()
    assert kinds_of(people.colleague) == []
    mended(report, people.author)
    verify_repair(report=report, by=people.coordinator)
    deliver_all()
    assert kinds_of(people.colleague) == ["recalled"]


@pytest.mark.parametrize("existed", [True, False])
def test_a_superior_item_loses_its_verdict_and_its_bonus_only_if_the_fault_was_there(
    existed: bool,
) -> None:
    load_start_policy()
    scenery = scene()
    item, round = scenery.publish()
    for _draw in range(3):
        for task in Assignment.objects.filter(round=round, state__in=Assignment.OPEN):
            judge(task, "9")
        deliver_all()
    item.refresh_from_db()
    assert item.grade == Item.Grade.SUPERIOR
    watcher = officer("watcher", at=scenery.evaluators[0].officer.office)
    report = accept_report(report=reported(item, watcher), by=scenery.coordinator, existed=existed)
    deliver_all()
    assert Round.objects.get(pk=round.pk).state == Round.State.LAPSED
    bonus = Entry.objects.get(event="superior", officer=scenery.author)
    assert Entry.objects.filter(reverses=bonus).exists() is existed
    assert Report.objects.get(pk=report.pk).state == "fixing"
