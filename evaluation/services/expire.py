"""Reminding evaluators, and giving the slots of the late ones to others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import clock
from core.services.record import record
from evaluation.locks import lock_assignment
from evaluation.models import Assignment, Round
from evaluation.services.draw import draw, facts_of

# Shares of the lease after which the evaluator is reminded.
REMINDERS = (0.5, 0.8)


def remind_and_expire() -> tuple[int, int]:
    """Remind who is due a reminder, expire who is late, look again for evaluators where too few
    were found. Returns (reminded, expired). Safe to run at any time, by any number of workers."""
    now = clock.now()
    rows = Assignment.objects.filter(state__in=Assignment.OPEN).order_by("round_id", "pk")
    ids = [
        pk
        for pk, offered, until, sent in rows.values_list(
            "pk", "offered_at", "lease_until", "reminders"
        )
        if until < now or reminders_due(offered, until, now) > sent
    ]
    outcome = [_look_at(pk, now) for pk in ids]
    wanting = [Round.State.QUEUED, Round.State.ASSIGNING, Round.State.PANEL]
    waiting = Round.objects.filter(state__in=wanting)
    for round_id in waiting.order_by("pk").values_list("pk", flat=True):
        draw(round_id=round_id)
    return outcome.count("reminded"), outcome.count("expired")


def reminders_due(offered: datetime, until: datetime, now: datetime) -> int:
    """How many reminders belong to this moment of a lease."""
    share = (now - offered) / (until - offered)
    return sum(share >= mark for mark in REMINDERS)


@transaction.atomic
def _look_at(assignment_id: int, now: datetime) -> str:
    """Remind or expire one assignment, whatever is true of it once it is locked."""
    assignment = lock_assignment(assignment_id)
    if not assignment.is_open:
        return ""
    if assignment.lease_until < now:
        assignment.state = Assignment.State.EXPIRED
        assignment.save(update_fields=["state"])
        _tell("expired", assignment)
        draw(round_id=assignment.round_id)
        return "expired"
    due = reminders_due(assignment.offered_at, assignment.lease_until, now)
    if due <= assignment.reminders:
        return ""
    assignment.reminders = due
    assignment.save(update_fields=["reminders"])
    _tell("reminded", assignment)
    return "reminded"


def _tell(what: str, assignment: Assignment) -> None:
    record(
        verb=f"evaluation.{what}",
        obj=assignment,
        key=f"evaluation.{what}:{assignment.pk}:{assignment.reminders}",
        data=facts_of(assignment),
    )
