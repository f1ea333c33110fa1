"""Reminding the writers of a repair that is overdue: once for each day that was set."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from core import clock
from reports.locks import lock_report
from reports.models import Report, State
from reports.services.tell import tell


def remind_of_repairs() -> int:
    """Remind of the repairs whose day has passed since; how many. Safe to run at any time, by any
    number of workers: a repair that was sent back has a new day, and is reminded of again."""
    now = clock.now()
    late = Report.objects.filter(state=State.FIXING, repair_by__lt=now)
    new = late.filter(Q(reminded_of=None) | ~Q(reminded_of=F("repair_by")))
    ids = list(new.order_by("item_id", "pk").values_list("pk", flat=True))
    return sum(_remind(pk, now) for pk in ids)


@transaction.atomic
def _remind(report_id: int, now: datetime) -> bool:
    """Remind of one repair, whatever is true of it once it is locked."""
    report = lock_report(report_id)
    due = report.repair_by
    if report.state != State.FIXING or due is None or due >= now or report.reminded_of == due:
        return False
    report.reminded_of = due
    report.save(update_fields=["reminded_of"])
    tell("overdue", report, due=due.isoformat())
    return True
