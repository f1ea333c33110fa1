"""The way between the pages of the coordinator's desk."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Officer
from evaluation.coordination import stuck_rounds
from evaluation.queries import queue_of
from evaluation.watching import sees_alerts


def tabs_of(officer: Officer, current: str) -> list[dict[str, Any]]:
    """For the tabs component: checks and stuck rounds with their numbers (2 queries)."""
    rounds = reverse("evaluation:rounds")
    tabs = [
        (
            "queue",
            _("Submissions to check"),
            reverse("evaluation:queue"),
            queue_of(officer).count(),
        ),
        ("open", _("Open rounds"), rounds, None),
        ("stuck", _("Stuck"), f"{rounds}?show=stuck", stuck_rounds(officer).count()),
        ("provisional", _("Provisional"), f"{rounds}?show=provisional", None),
        ("done", _("Decided"), f"{rounds}?show=done", None),
        ("workload", _("Workload"), reverse("evaluation:workload"), None),
    ]
    if sees_alerts(officer):
        tabs.append(("alerts", _("Alerts"), reverse("evaluation:alerts"), None))
    return [
        {"label": label, "url": url, "current": code == current, "count": count}
        for code, label, url, count in tabs
    ]
