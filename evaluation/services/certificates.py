"""Certificates that end: reminding their holders, and letting them lapse."""

from __future__ import annotations

from django.db import transaction

from core import clock
from core.models import Activity
from core.services.record import record
from evaluation.calendar import DAY
from evaluation.locks import lock_evaluator
from evaluation.models import Evaluator
from evaluation.services.evaluator_policy import evaluator_policy


def remind_and_lapse() -> tuple[int, int]:
    """Remind whose certificate ends soon, take from the list whose has ended.

    Returns (reminded, lapsed). Safe to run at any time, by any number of workers.
    """
    first = max(evaluator_policy().remind_days, default=0)
    holders = Evaluator.objects.filter(
        status=Evaluator.Status.CERTIFIED, certified_until__lte=clock.today() + first * DAY
    )
    ids = list(holders.order_by("pk").values_list("pk", flat=True))
    done = [_look_at(pk) for pk in ids]
    return done.count("reminded"), done.count("lapsed")


@transaction.atomic
def _look_at(evaluator_id: int) -> str:
    evaluator = lock_evaluator(evaluator_id)
    until = evaluator.certified_until
    if evaluator.status != Evaluator.Status.CERTIFIED or until is None:
        return ""
    today = clock.today()
    if until < today:
        evaluator.status = Evaluator.Status.LAPSED
        evaluator.course += 1
        evaluator.save(update_fields=["status", "course"])
        return _tell("lapsed", evaluator, f"{until}")
    passed = [days for days in evaluator_policy().remind_days if until - days * DAY <= today]
    return _tell("reminded", evaluator, f"{until}:{min(passed)}") if passed else ""


def _tell(what: str, evaluator: Evaluator, once: str) -> str:
    """Record it unless it was: ``once`` names the occasion."""
    key = f"evaluator.{what}:{evaluator.pk}:{once}"
    if Activity.objects.filter(key=key).exists():
        return ""
    until = evaluator.certified_until
    record(
        verb=f"evaluator.{what}",
        obj=evaluator,
        key=key,
        data={
            "officer": evaluator.officer_id,
            "until": until.isoformat() if until else "",
        },
    )
    return what
