"""Whoever does not repair in time is reminded, once for each day that was set."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ckp.schedule import SCHEDULE
from core import clock
from notifications.models import Notice
from reports.models import Report
from reports.services.remind import remind_of_repairs
from reports.services.repair import send_back_repair
from reports.tasks import remind
from tests.cast import Cast, cast, published
from tests.delivering import deliver_all
from tests.reports.reporting import accepted, mended, verbs_of
from tests.threads import at_once

HOUR = timedelta(hours=1)


def overdue(people: Cast) -> Report:
    return accepted(published(people.author), people.stranger, people.coordinator)


def reminders(people: Cast) -> int:
    deliver_all()
    told = Notice.objects.filter(kind="repair_overdue")
    assert {notice.officer for notice in told} <= {people.author}
    return told.count()


@pytest.mark.django_db
def test_once_for_each_day_that_was_set() -> None:
    people = cast()
    report = overdue(people)
    assert report.repair_by is not None
    with clock.at(report.repair_by - HOUR):
        assert remind_of_repairs() == 0
    with clock.at(report.repair_by + HOUR):
        assert (remind_of_repairs(), remind_of_repairs()) == (1, 0)
        assert reminders(people) == 1
        mended(report, people.author)
        assert remind_of_repairs() == 0
        report = send_back_repair(report=report, by=people.coordinator, reason="기한이 틀리다.")
    assert report.repair_by is not None
    with clock.at(report.repair_by + HOUR):
        assert (remind_of_repairs(), remind_of_repairs()) == (1, 0)
        assert reminders(people) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once() -> None:
    people = cast()
    report = overdue(people)
    Report.objects.update(repair_by=clock.now() - HOUR)
    assert sorted(map(str, at_once(remind_of_repairs, remind_of_repairs))) == ["0", "1"]
    assert verbs_of(report).count("overdue") == 1


def test_beat_asks() -> None:
    assert remind.name in {entry["task"] for entry in SCHEDULE.values()}
