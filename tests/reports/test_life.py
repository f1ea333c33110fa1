"""The life of a report, from its receipt to its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts import roles
from accounts.services.roles import grant_role
from core import clock
from core.models import Activity
from core.registry import payees, thanked
from core.services.deliver import deliver_all
from knowledge.models import GeneralKnowledge, Item
from knowledge.services.errors import Refused
from knowledge.services.retire import hide_item, retire_item
from knowledge.services.revise import revise_item
from reports.models import JoinedReport, Report
from reports.services.decide import accept_report, dismiss_report, take_up
from reports.services.overdue import hide_overdue, retire_overdue
from reports.services.receive import receive_report
from reports.services.repair import hand_in_repair, send_back_repair, verify_repair
from tests.cast import Cast, fields, published
from tests.reports.reporting import EVIDENCE, accepted, claim, mended, reported, verbs_of

pytestmark = pytest.mark.django_db


def test_from_receipt_to_the_verified_repair(people: Cast, item: GeneralKnowledge) -> None:
    report = reported(item, people.stranger)
    assert report.decide_by - report.received_at == timedelta(days=3)
    take_up(report=report, by=people.coordinator)
    report = accept_report(report=report, by=people.coordinator, is_cited=True)
    assert report.accepted_at is not None
    assert report.repair_by is not None
    assert report.repair_by - report.accepted_at == timedelta(days=14)
    mended(report, people.author)
    report = verify_repair(report=report, by=people.coordinator)
    assert (report.state, report.outcome) == ("closed", "repaired")
    assert report.repaired_revision == Item.objects.get(pk=item.pk).current_revision
    assert verbs_of(report) == [
        *("received", "triaged", "accepted", "recalled", "fixing", "fixed", "verified", "closed")
    ]


def test_what_the_log_says_of_an_accepted_report(people: Cast, item: GeneralKnowledge) -> None:
    report = accepted(item, people.stranger, people.coordinator, is_cited=True, existed=True)
    activity = Activity.objects.get(verb="report.accepted")
    assert activity.data == {
        "item": item.pk,
        "revision": report.revision_id,
        "kind": "outdated",
        "cited": True,
        "existed": True,
        "harmful": False,
        "writers": [people.author.pk],
    }
    assert not Activity.objects.filter(verb__startswith="report.", actor__isnull=False).exists()
    assert payees["report"](activity) == [people.stranger.pk]


def test_a_dismissal_needs_a_reason_that_the_reporter_reads(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = reported(item, people.stranger)
    with pytest.raises(Refused):
        dismiss_report(report=report, by=people.coordinator, reason="  ")
    report = dismiss_report(report=report, by=people.coordinator, reason="맞는 내용입니다.")
    assert (report.state, report.reason) == ("dismissed", "맞는 내용입니다.")
    with pytest.raises(Refused):
        accept_report(report=report, by=people.coordinator)


def test_later_reporters_of_the_same_are_linked_and_thanked(
    people: Cast, item: GeneralKnowledge
) -> None:
    first = reported(item, people.stranger)
    same = claim(passage=" 도착지  세관에 도착을 보고한다. ", evidence="저도 같은 것을 보았습니다.")
    report, has_joined = receive_report(item=item, by=people.evaluator, claim=same)
    assert (report, has_joined) == (first, True)
    assert Report.objects.count() == 1
    accept_report(report=report, by=people.coordinator)
    activity = Activity.objects.get(verb="report.accepted")
    assert payees["report"](activity) == [people.stranger.pk]
    assert thanked["report"](activity) == [people.evaluator.pk]
    for person in (people.stranger, people.evaluator):
        with pytest.raises(Refused, match="already"):
            receive_report(item=item, by=person, claim=same)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        JoinedReport.objects.update(reporter=people.colleague)


def test_another_kind_or_another_passage_is_another_report(
    people: Cast, item: GeneralKnowledge
) -> None:
    reported(item, people.stranger)
    reported(item, people.evaluator, kind="wrong")
    reported(item, people.colleague, passage="승인을 받는다")
    assert not JoinedReport.objects.exists()


def test_a_dismissed_report_keeps_only_its_reporter_from_repeating_it(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = reported(item, people.stranger)
    dismiss_report(report=report, by=people.coordinator, reason="근거가 없습니다.")
    with pytest.raises(Refused, match="근거가 없습니다"):
        reported(item, people.stranger)
    again = reported(item, people.evaluator)
    assert again.fingerprint == report.fingerprint


def test_a_harmful_item_is_hidden_at_once_and_shown_after_its_repair(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = accepted(item, people.stranger, people.coordinator, harmful=True)
    item.refresh_from_db()
    assert item.status == Item.Status.HIDDEN
    assert not Item.objects.visible_to(people.stranger).filter(pk=item.pk).exists()
    mended(report, people.author)
    verify_repair(report=report, by=people.coordinator)
    item.refresh_from_db()
    assert item.status == Item.Status.PUBLISHED


def test_it_stays_hidden_while_another_report_says_that_it_is_harmful(
    people: Cast, item: GeneralKnowledge
) -> None:
    second = reported(item, people.evaluator, kind="personal", passage="")
    first = accepted(item, people.stranger, people.coordinator, harmful=True)
    second = accept_report(report=second, by=people.coordinator, harmful=True)
    mended(first, people.author)
    verify_repair(report=first, by=people.coordinator)
    item.refresh_from_db()
    assert item.status == Item.Status.HIDDEN
    hand_in_repair(report=second, by=people.author, note="이름을 지웠습니다.")
    verify_repair(report=second, by=people.coordinator)
    item.refresh_from_db()
    assert item.status == Item.Status.PUBLISHED


def test_what_was_hidden_for_another_reason_stays_hidden(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = accepted(item, people.stranger, people.coordinator)
    hide_item(item=item, by=people.coordinator, reason="다른 까닭입니다.")
    mended(report, people.author)
    verify_repair(report=report, by=people.coordinator)
    item.refresh_from_db()
    assert item.status == Item.Status.HIDDEN


def test_a_repair_changes_the_text_or_says_what_else_it_changed(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = accepted(item, people.stranger, people.coordinator)
    with pytest.raises(Refused):
        hand_in_repair(report=report, by=people.author)
    with pytest.raises(Refused):
        hand_in_repair(report=report, by=people.colleague, note="제가 고쳤습니다.")
    mended(report, people.author)
    report = send_back_repair(report=report, by=people.coordinator, reason="기한이 아직 다릅니다.")
    assert (report.state, report.returned_reason) == ("fixing", "기한이 아직 다릅니다.")
    with pytest.raises(Refused):
        hand_in_repair(report=report, by=people.author)
    mended(report, people.author)
    assert verify_repair(report=report, by=people.coordinator).state == "closed"


def test_what_was_changed_after_the_comparison_is_compared_again(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = accepted(item, people.stranger, people.coordinator)
    seen = mended(report, people.author).repaired_revision_id
    item.refresh_from_db()
    revise_item(item=item, by=people.author, fields=fields(), base=item.current_revision)
    with pytest.raises(Refused):
        verify_repair(report=report, by=people.coordinator, seen=seen)


def test_after_fourteen_days_the_coordinator_may_hide_or_retire(
    people: Cast, item: GeneralKnowledge
) -> None:
    other = published(people.author)
    first = accepted(item, people.stranger, people.coordinator)
    second = accepted(other, people.stranger, people.coordinator)
    for deed in (hide_overdue, retire_overdue):
        with pytest.raises(Refused, match="time"):
            deed(report=first, by=people.coordinator, reason="기한이 지났습니다.")
    with clock.at(clock.now() + timedelta(days=15)):
        assert first.is_overdue
        hide_overdue(report=first, by=people.coordinator, reason="기한이 지났습니다.")
        retire_overdue(report=second, by=people.coordinator, reason="기한이 지났습니다.")
    second.refresh_from_db()
    assert (second.state, second.outcome) == ("closed", "retired")
    item.refresh_from_db()
    assert item.status == Item.Status.HIDDEN
    mended(first, people.author)
    verify_repair(report=first, by=people.coordinator)
    item.refresh_from_db()
    assert item.status == Item.Status.PUBLISHED


def test_what_is_taken_out_of_use_needs_no_repair(people: Cast, item: GeneralKnowledge) -> None:
    late = reported(item, people.evaluator, kind="wrong")
    report = accepted(item, people.stranger, people.coordinator)
    retire_item(item=item, by=people.author, reason="제도가 바뀌었습니다.")
    deliver_all()
    report.refresh_from_db()
    assert (report.state, report.outcome) == ("closed", "retired")
    late = accept_report(report=late, by=people.coordinator)
    assert (late.state, late.outcome) == ("closed", "retired")
    assert "recalled" in verbs_of(late)


def test_nobody_decides_in_their_own_case(people: Cast, item: GeneralKnowledge) -> None:
    for person in (people.author, people.stranger, people.evaluator):
        grant_role(officer=person, role=roles.COORDINATOR, office=people.busan)
    report = reported(item, people.stranger)
    receive_report(item=item, by=people.evaluator, claim=claim())
    for person in (people.author, people.stranger, people.evaluator, people.colleague):
        for deed in (take_up, accept_report):
            with pytest.raises(Refused):
                deed(report=report, by=person)
        with pytest.raises(Refused):
            dismiss_report(report=report, by=person, reason="아닙니다.")
    accept_report(report=report, by=people.admin)


def test_who_may_not_report(people: Cast, item: GeneralKnowledge) -> None:
    with pytest.raises(Refused, match="yourself"):
        reported(item, people.author)
    with pytest.raises(Refused, match="changed"):
        receive_report(item=item, by=people.stranger, claim=claim(), seen=1)
    hide_item(item=item, by=people.coordinator, reason="개인정보")
    for person in (people.stranger, people.coordinator):
        with pytest.raises(Refused):
            reported(item, person)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"evidence": " 짧음 "},
        {"passage": "가" * 4001},
        {"source_code": ""},
        {"source": ""},
        {"source_code": "가" * 121},
    ],
)
def test_reports_that_say_too_little_or_too_much(
    people: Cast, item: GeneralKnowledge, changes: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        reported(item, people.stranger, **changes)


@pytest.mark.parametrize(
    "state", "triaged dismissed accepted fixing fixed verified closed nonsense".split()
)
def test_the_database_knows_the_ways_of_states(
    people: Cast, item: GeneralKnowledge, state: str
) -> None:
    report = reported(item, people.stranger)
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state=state)


def test_what_was_said_never_changes_and_nothing_goes_backwards(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = accepted(item, people.stranger, people.coordinator)
    rows = Report.objects.filter(pk=report.pk)
    for changes in (
        {"evidence": "다른 말"},
        {"reporter": people.colleague},
        {"passage": ""},
        {"state": "received"},
        {"state": "dismissed", "dismissed_at": clock.now(), "reason": "x", "accepted_at": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(rows.db)  # type: ignore[attr-defined]
    assert Report.objects.get(pk=report.pk).evidence == EVIDENCE
