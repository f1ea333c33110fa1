"""What waits for writers and coordinators because of reports, for the home page."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import Officer
from core import clock
from core.registry import Task
from reports.queries import count_queues, urgent_first, works_at_desk

SOON = timedelta(days=3)


def waiting_reports(officer: Officer) -> list[Task]:
    """Repairs of what one wrote; for coordinators also what is to be decided, to be verified and
    overdue. One query for writers, one more for coordinators."""
    tasks = _repairs(officer)
    if not works_at_desk(officer):
        return tasks
    numbers = count_queues(officer)
    desk = reverse("reports:desk")
    if number := numbers["decide"]:
        label = ngettext("%(count)d report to decide", "%(count)d reports to decide", number)
        tasks.append(Task(label % {"count": number}, number, desk, True))
    if number := numbers["verify"]:
        label = ngettext("%(count)d repair to verify", "%(count)d repairs to verify", number)
        tasks.append(Task(label % {"count": number}, number, f"{desk}?show=verify"))
    if number := numbers["overdue"]:
        label = ngettext("%(count)d repair is overdue", "%(count)d repairs are overdue", number)
        tasks.append(Task(label % {"count": number}, number, f"{desk}?show=repair", True))
    return tasks


def _repairs(officer: Officer) -> list[Task]:
    rows = list(urgent_first(officer).values_list("pk", "repair_by"))
    if not rows:
        return []
    number = len(rows)
    label = ngettext(
        "%(count)d item of yours to repair", "%(count)d items of yours to repair", number
    )
    first, repair_by = rows[0]
    url = reverse("reports:repair", args=[first]) if number == 1 else reverse("reports:repairs")
    is_urgent = repair_by is not None and repair_by - clock.now() < SOON
    return [Task(label % {"count": number}, number, url, is_urgent)]
