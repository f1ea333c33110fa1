"""The nightly look for signals: alerts for people to look at. No alert punishes anybody."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from core import clock
from core.services.record import record
from evaluation.calendar import months_before, quarter_bounds, quarter_code, start_of
from evaluation.judged import judged_between, sigma
from evaluation.locks import lock_watch
from evaluation.models import Alert, Assignment, Evaluation
from evaluation.services.evaluator_policy import evaluator_policy
from evaluation.suspicions import Suspicion, suspicions


@transaction.atomic
def raise_alerts() -> list[Alert]:
    """Raise what chance does not explain in this quarter so far; the new alerts.

    An alert is raised once a quarter for the same thing about the same people, with the numbers of
    that night, also where two jobs run at once. What was dismissed is not raised again.
    """
    lock_watch()
    today = clock.today()
    quarter = quarter_code(today)
    policy = evaluator_policy()
    now = clock.now()
    history = judged_between(start_of(months_before(today, policy.history_months)), now)
    found = suspicions(
        history,
        _moments(start_of(quarter_bounds(quarter)[0]), now),
        today=today,
        sigma=sigma(),
        policy=policy,
    )
    known = set(Alert.objects.filter(quarter=quarter).values_list("kind", "subject"))
    return [_raise(one, quarter) for one in found if (one.kind, one.subject) not in known]


def _raise(found: Suspicion, quarter: str) -> Alert:
    alert = Alert.objects.create(
        kind=found.kind, quarter=quarter, subject=found.subject, evidence=found.evidence
    )
    alert.officers.set(found.officers)
    record(
        verb="evaluation.alerted",
        obj=alert,
        key=f"evaluation.alerted:{alert.pk}",
        data={"kind": alert.kind},
    )
    return alert


def _moments(since: datetime, until: datetime) -> dict[int, list[datetime]]:
    """Officer id to the moments at which they first submitted real evaluations."""
    rows = (
        Evaluation.objects.filter(
            assignment__state=Assignment.State.SUBMITTED,
            assignment__is_audit=False,
            submitted_at__gte=since,
            submitted_at__lte=until,
        )
        .order_by("assignment_id", "pk")
        .distinct("assignment_id")
    )
    moments: dict[int, list[datetime]] = defaultdict(list)
    for officer, moment in rows.values_list("assignment__evaluator__officer_id", "submitted_at"):
        moments[officer].append(moment)
    return moments
