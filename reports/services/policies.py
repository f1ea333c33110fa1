"""The policies of reports: the one that the portal starts with, and which one is in force."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from django.db import transaction

from core import clock
from reports.models import ReportPolicy

START = Path(__file__).resolve().parent.parent / "fixtures" / "start_policy.json"


def policy_on(day: date | None = None) -> ReportPolicy:
    """The policy in force on a day (today). Loads the start policy where there is none.

    Raises ReportPolicy.DoesNotExist for a day before the first policy.
    """
    day = day or clock.today()
    policy = ReportPolicy.objects.in_force(day).first()
    if policy is None and load_start_policy():
        policy = ReportPolicy.objects.in_force(day).first()
    if policy is None:
        raise ReportPolicy.DoesNotExist(f"No policy of reports on {day}.")
    return policy


@transaction.atomic
def load_start_policy() -> bool:
    """Create the start policy if its version is missing; whether it was."""
    facts = json.loads(START.read_text(encoding="utf-8"))
    version = facts.pop("version")
    _policy, is_new = ReportPolicy.objects.get_or_create(
        version=version, defaults=facts | {"is_delivered": True}
    )
    return is_new
