"""The clock stands at midnight in Seoul: leases, due dates, seasons, holidays, certificates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core import clock
from evaluation.form_checks import checks_of
from evaluation.models import Assignment, Evaluation, Evaluator
from evaluation.my_work import my_work
from evaluation.services.expire import remind_and_expire
from knowledge.services.errors import Refused
from tests.cast import submitted
from tests.evaluation.judging import judge, scene

pytestmark = pytest.mark.django_db(transaction=True)
SEOUL = ZoneInfo("Asia/Seoul")
SECOND = timedelta(seconds=1)


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("drawn", "ends"),
    [
        # Seoul is nine hours ahead: at both moments it is still the day before in UTC.
        ("2026-11-24T00:00:00", "2026-12-01T00:00:00"),
        ("2026-11-24T08:59:59", "2026-12-01T08:59:59"),
        ("2026-11-24T23:59:59", "2026-12-01T23:59:59"),
        # Over the harvest festival (24 to 26 September) and a weekend.
        ("2026-09-22T00:00:00", "2026-10-01T00:00:00"),
        # Foundation Day falls on a Saturday and is made up for on Monday; Hangul Day is a Friday.
        ("2026-10-02T23:59:59", "2026-10-13T23:59:59"),
        # Drawn on Christmas Day by the clock of Seoul, though it is Christmas Eve in UTC.
        ("2026-12-25T00:30:00", "2027-01-04T00:30:00"),
        # Over the lunar new year of 2027 (6 to 8 February, Tuesday made up).
        ("2027-02-05T12:00:00", "2027-02-16T12:00:00"),
    ],
)
def test_a_lease_is_five_working_days_of_korea(drawn: str, ends: str) -> None:
    people = scene()
    with clock.at(seoul(drawn)):
        _item, round = people.publish()
    assert {a.lease_until for a in round.assignments.all()} == {seoul(ends)}
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    with clock.at(seoul(ends)):
        assert remind_and_expire()[1] == 0
        assert judge(task).on_time
    with clock.at(seoul(ends) + SECOND):
        assert remind_and_expire()[1] == 2


def test_one_second_after_midnight_is_too_late() -> None:
    people = scene()
    with clock.at(seoul("2026-11-24T00:00")):
        _item, round = people.publish()
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    with clock.at(seoul("2026-12-01T00:00:01")), pytest.raises(Refused, match="time"):
        judge(task)
    assert not Evaluation.objects.exists()


def test_a_form_check_is_due_after_three_working_days_and_late_a_second_later() -> None:
    people = scene()
    with clock.at(seoul("2026-09-23T00:00")):
        submitted(people.author)
    with clock.at(seoul("2026-09-30T00:00")):
        (check,) = checks_of(people.coordinator)
        assert (check.waiting.due, check.waiting.state) == (seoul("2026-09-30T00:00"), "soon")
    with clock.at(seoul("2026-09-30T00:00:01")):
        (check,) = checks_of(people.coordinator)
        assert check.waiting.state == "late"


def test_a_certificate_holds_to_the_end_of_its_last_day() -> None:
    people = scene()
    Evaluator.objects.update(certified_until=date(2026, 11, 24))
    with clock.at(seoul("2026-11-25T00:00")):
        _item, late = people.publish()
    assert not late.assignments.exists()
    with clock.at(seoul("2026-11-24T23:59:59")):
        remind_and_expire()
    assert late.assignments.count() == 3


def test_month_and_season_begin_at_midnight_in_seoul() -> None:
    people = scene()
    with clock.at(seoul("2026-06-30T23:59:59")):
        _item, round = people.publish()
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    person = task.evaluator.officer
    with clock.at(seoul("2026-07-01T00:00:00")):
        judge(task)
        work = my_work(person)
    assert (work.drawn, work.done, work.on_time, work.season) == (0, 1, 1, 0)
    assert [number for _month, number in work.months] == [0, 0, 0, 0, 0, 1]
    with clock.at(seoul("2026-06-30T23:59:59")):
        assert my_work(person).season == 1
    assert Assignment.objects.get(pk=task.pk).state == Assignment.State.SUBMITTED
