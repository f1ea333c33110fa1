"""The way of a report, for the timeline component."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reports.models import Outcome, Report, State

Step = dict[str, Any]


def steps_of(report: Report) -> list[Step]:
    """Label, state and date of each step, done or ahead."""
    steps: list[Step] = [{"label": _("Received"), "state": "done", "when": report.received_at}]
    if report.dismissed_at is not None:
        return [*steps, {"label": _("Dismissed"), "state": "problem", "when": report.dismissed_at}]
    if report.accepted_at is None:
        taken = report.state == State.TRIAGED
        label = _("Somebody is looking into it") if taken else _("Decision")
        return [
            *steps,
            {"label": label, "state": "now", "when": report.triaged_at},
            {"label": _("Repair"), "state": "todo"},
            {"label": _("Closed"), "state": "todo"},
        ]
    steps.append({"label": _("Accepted"), "state": "done", "when": report.accepted_at})
    if report.outcome == Outcome.RETIRED:
        return [
            *steps,
            {"label": _("Taken out of use"), "state": "done", "when": report.closed_at},
        ]
    return [*steps, *_repair_steps(report)]


def _repair_steps(report: Report) -> list[Step]:
    if report.state == State.FIXING:
        late = report.is_overdue
        return [
            {
                "label": _("The repair is overdue") if late else _("Being repaired"),
                "state": "problem" if late else "now",
            },
            {"label": _("Closed"), "state": "todo"},
        ]
    repaired = {"label": _("Repaired"), "state": "done", "when": report.fixed_at}
    if report.state == State.FIXED:
        return [
            repaired,
            {"label": _("Being verified"), "state": "now"},
            {"label": _("Closed"), "state": "todo"},
        ]
    return [
        repaired,
        {"label": _("Verified and closed"), "state": "done", "when": report.closed_at},
    ]
