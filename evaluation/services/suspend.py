"""Suspending evaluators whose audits went wrong, and what they said since."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from core.services.record import record
from evaluation.locks import lock_evaluator
from evaluation.models import Audit, Evaluator, Training
from evaluation.services.audit import void_audits
from evaluation.services.evaluator_policy import evaluator_policy
from evaluation.services.void_evaluations import void_evaluations_of


def suspend_where_due() -> int:
    """Suspend the evaluators with too many misses; how many. Safe to run at any time."""
    misses = Count("assignments__audit", filter=Q(assignments__audit__is_miss=True))
    rows = Evaluator.objects.filter(status=Evaluator.Status.CERTIFIED).alias(misses=misses)
    some = rows.filter(misses__gte=evaluator_policy().audit_misses).order_by("pk")
    return sum(suspend_if_due(evaluator_id=pk) for pk in some.values_list("pk", flat=True))


@transaction.atomic
def suspend_if_due(*, evaluator_id: int) -> bool:
    """Suspend an evaluator who has missed too many of the last audits (of this certificate).

    What was said since the last passed audit is voided in open rounds and flagged in closed ones.
    Passing a training ends the suspension. Whether it has suspended now.
    """
    evaluator = lock_evaluator(evaluator_id)
    if evaluator.status != Evaluator.Status.CERTIFIED:
        return False
    policy = evaluator_policy()
    recent = list(audits_of(evaluator)[: policy.audit_window])
    if sum(audit.is_miss is True for audit in recent) < policy.audit_misses:
        return False
    evaluator.status = Evaluator.Status.SUSPENDED
    evaluator.course += 1
    evaluator.save(update_fields=["status", "course"])
    record(
        verb="evaluator.suspended",
        obj=evaluator,
        key=f"evaluator.suspended:{evaluator.pk}:{evaluator.course}",
        data={"officer": evaluator.officer_id},
    )
    void_evaluations_of(evaluator=evaluator, since=_last_sound(evaluator))
    void_audits(evaluator_id=evaluator.pk)
    return True


def audits_of(evaluator: Evaluator) -> QuerySet[Audit]:
    """The audits with a result since the evaluator was certified last, the latest first."""
    rows = Audit.objects.filter(assignment__evaluator=evaluator, is_miss__isnull=False)
    certified = _certified_at(evaluator)
    if certified is not None:
        rows = rows.filter(assignment__offered_at__gte=certified)
    return rows.order_by("-closed_at", "-pk")


def _certified_at(evaluator: Evaluator) -> datetime | None:
    passed = Training.objects.filter(
        evaluator=evaluator, purpose=Training.Purpose.CERTIFY, state=Training.State.PASSED
    )
    return passed.order_by("-ended_at").values_list("ended_at", flat=True).first()


def _last_sound(evaluator: Evaluator) -> datetime | None:
    """When the evaluator last judged as the panel does: the last passed audit, else the
    certificate; None where neither is known."""
    passed = audits_of(evaluator).filter(is_miss=False)
    said = passed.order_by("-assignment__evaluations__submitted_at")
    moment = said.values_list("assignment__evaluations__submitted_at", flat=True).first()
    return moment or _certified_at(evaluator)
