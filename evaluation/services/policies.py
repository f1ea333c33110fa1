"""Policies: those that the portal starts with, and which one is in force."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from django.db import transaction

from core import clock
from evaluation.models import Criterion, EvaluationPolicy

START = Path(__file__).resolve().parent.parent / "fixtures" / "start_policies.json"


def policy_for(kind: str, day: date | None = None) -> EvaluationPolicy:
    """The policy in force for a kind on a day (today). Loads the start policies where none is.

    Drafts decide nothing, whatever their first day, until two administrators have approved them.

    Raises EvaluationPolicy.DoesNotExist for a kind that no policy covers.
    """
    day = day or clock.today()
    policy = EvaluationPolicy.objects.in_force(kind, day)
    if policy is None:
        load_policies()
        policy = EvaluationPolicy.objects.in_force(kind, day)
    if policy is None:
        raise EvaluationPolicy.DoesNotExist(f"No evaluation policy for {kind!r} on {day}.")
    return policy


def policies_in_force(day: date | None = None) -> dict[str, EvaluationPolicy]:
    """The policies in force on a day (today) by kind, in one query. Loads the start policies
    where there are none."""
    rows = EvaluationPolicy.objects.valid().filter(effective_from__lte=day or clock.today())
    found = {policy.kind: policy for policy in rows.order_by("effective_from", "version")}
    if not found and load_policies():
        return policies_in_force(day)
    return found


@transaction.atomic
def load_policies(*, path: Path = START) -> int:
    """Create the policies of a JSON file whose kind and version are missing; how many."""
    data = json.loads(path.read_text(encoding="utf-8"))
    created = 0
    for facts in data["policies"]:
        policy, is_new = EvaluationPolicy.objects.get_or_create(
            kind=facts["kind"], version=facts["version"], defaults=facts
        )
        if is_new:
            created += 1
            Criterion.objects.bulk_create(
                Criterion(policy=policy, position=position, **criterion)
                for position, criterion in enumerate(data["criteria"], start=1)
            )
            # From here on the database keeps it as it is.
            policy.is_delivered = True
            policy.save(update_fields=["is_delivered"])
    return created
