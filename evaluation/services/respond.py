"""What an evaluator answers to being drawn: begin, decline, recuse, save to continue later."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from evaluation.locks import lock_assignment
from evaluation.models import Assignment
from evaluation.services.draw import facts_of
from knowledge.services.errors import Refused

NOT_YOURS = _("This evaluation is not yours. Look at your desk for those that are.")
NOT_OPEN = _("This evaluation is closed: it was submitted, given back or has expired.")

DECIDED = _("The round has been decided, so its evaluations cannot change any more.")


class SavedElsewhere(Refused):
    """Another window has saved or submitted this evaluation since the form was opened.

    ``current`` is the assignment as it is now.
    """

    def __init__(self, current: Assignment) -> None:
        super().__init__(
            _(
                "You have saved this evaluation in another window since you opened this one."
                " Nothing was overwritten: compare both below, then save or submit again."
            )
        )
        self.current = current


@transaction.atomic
def save_progress(
    *, assignment: Assignment, by: Officer, data: dict[str, Any], version: int | None = None
) -> Assignment:
    """Keep what the evaluator has filled in so far, whole or not. Raises Refused.

    A correction is kept like this too, while its round is not decided; what was submitted counts
    until the correction is. ``version`` is that of the assignment when the form was opened; where
    another window has saved since, SavedElsewhere is raised.
    """
    fresh = lock_assignment(assignment.pk)
    if fresh.state != Assignment.State.SUBMITTED:
        require_open(fresh, by)
        fresh.state = Assignment.State.ACCEPTED
    elif fresh.evaluator.officer_id != by.pk:
        raise Refused(NOT_YOURS)
    elif not fresh.is_wanted:
        raise Refused(DECIDED)
    require_latest(fresh, version)
    fresh.progress = data
    fresh.version += 1
    fresh.saved_at = clock.now()
    fresh.save(update_fields=["progress", "state", "version", "saved_at"])
    return fresh


@transaction.atomic
def keep_typed(*, assignment: Assignment, by: Officer, data: dict[str, Any]) -> None:
    """Keep what could not be submitted, because the assignment has closed or its lease has ended,
    for its evaluator to read. Before that this does nothing: there ``save_progress`` keeps it."""
    fresh = lock_assignment(assignment.pk)
    if fresh.evaluator.officer_id != by.pk:
        raise Refused(NOT_YOURS)
    still_runs = fresh.is_open and clock.now() <= fresh.lease_until
    if still_runs or not any(value.strip() for value in data.values()):
        return
    fresh.progress = data
    fresh.saved_at = clock.now()
    fresh.save(update_fields=["progress", "saved_at"])


def require_latest(assignment: Assignment, version: int | None) -> None:
    """Raises SavedElsewhere if the locked assignment was saved after ``version``."""
    if version is not None and version != assignment.version:
        raise SavedElsewhere(assignment)


def decline(*, assignment: Assignment, by: Officer, reason: str) -> Assignment:
    """Give the assignment back for want of time or knowledge; somebody else is drawn."""
    return _give_back(assignment, by, reason, Assignment.State.DECLINED)


def recuse(*, assignment: Assignment, by: Officer, reason: str) -> Assignment:
    """Give the assignment back because one is not impartial; somebody else is drawn."""
    return _give_back(assignment, by, reason, Assignment.State.RECUSED)


def require_open(assignment: Assignment, by: Officer) -> Assignment:
    """The locked assignment if it is the officer's and still open. Raises Refused."""
    if assignment.evaluator.officer_id != by.pk:
        raise Refused(NOT_YOURS)
    if not assignment.is_open:
        raise Refused(NOT_OPEN)
    return assignment


@transaction.atomic
def _give_back(
    assignment: Assignment, by: Officer, reason: str, state: Assignment.State
) -> Assignment:
    """The slot is filled by the handler of what is recorded: here a real round would take longer
    than an audit, and the evaluator could tell."""
    fresh = require_open(lock_assignment(assignment.pk), by)
    reason = reason.strip()
    if not reason:
        raise Refused(_("The reason is missing. A few words are enough."))
    fresh.state = state
    fresh.reason = reason
    fresh.save(update_fields=["state", "reason"])
    record(
        verb=f"evaluation.{state}",
        obj=fresh,
        actor=by,
        key=f"evaluation.{state}:{fresh.pk}",
        data=facts_of(fresh),
    )
    return fresh
