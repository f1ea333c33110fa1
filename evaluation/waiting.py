"""What waits for coordinators and evaluators, for the home page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import Officer
from accounts.roles import is_coordinator, is_evaluator
from core import clock
from core.registry import Task
from evaluation.models import Assignment
from evaluation.queries import assignments_of, queue_of


def waiting_work(officer: Officer) -> list[Task]:
    """One line for the queue, one for the desk; a query each, and none for others."""
    tasks = []
    if is_coordinator(officer) and (number := queue_of(officer).count()):
        label = ngettext("%(count)d submission to check", "%(count)d submissions to check", number)
        tasks.append(Task(label % {"count": number}, number, reverse("evaluation:queue")))
    if is_evaluator(officer):
        leases = list(
            assignments_of(officer)
            .filter(state__in=Assignment.OPEN)
            .values_list("lease_until", flat=True)
        )
        if number := len(leases):
            label = ngettext("%(count)d item to evaluate", "%(count)d items to evaluate", number)
            urgent = (min(leases) - clock.now()).days < 1
            url = reverse("evaluation:desk")
            tasks.append(Task(label % {"count": number}, number, url, urgent))
    return tasks
