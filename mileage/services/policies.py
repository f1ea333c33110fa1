"""Policies: the one that the portal starts with, their approval, and which rule decides when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from core.services.record import record
from knowledge.services.errors import Refused
from mileage.models import Approval, Policy, Rule
from mileage.models.policy import APPROVERS

START = Path(__file__).resolve().parent.parent / "fixtures" / "start_policy.json"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All policies that decide or have decided, the latest first."""

    policies: list[tuple[date, dict[str, Rule]]]

    def find(self, event: str, day: date) -> Rule | None:
        """The rule for ``event`` on ``day`` (Asia/Seoul)."""
        for first, rules in self.policies:
            if first <= day:
                return rules.get(event)
        return None


def rulebook() -> Rulebook:
    """The rules of all times (2 queries). Loads the start policy where there is none yet."""
    policies = list(
        Policy.objects.valid().order_by("-effective_from", "-pk").prefetch_related("rules")
    )
    if not policies:
        load_start_policy()
        return rulebook()
    return Rulebook(
        [(p.effective_from, {rule.event: rule for rule in p.rules.all()}) for p in policies]
    )


@transaction.atomic
def load_start_policy(*, path: Path = START) -> bool:
    """Create the policy of a JSON file unless its code and version exist; whether it did.

    Raises KeyError, ValueError for a file that is not one.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    policy, created = Policy.objects.get_or_create(
        code=data["code"],
        version=data["version"],
        defaults={
            "effective_from": date.fromisoformat(data["effective_from"]),
            "note": data["note"],
            "levels": data["levels"],
            "is_delivered": True,
        },
    )
    if created:
        Rule.objects.bulk_create([Rule(policy=policy, **rule) for rule in data["rules"]])
    return created


@transaction.atomic
def approve_policy(*, policy: Policy, by: Officer) -> Approval:
    """Say yes to a draft; with the second yes it will decide from its first day on.

    Raises Refused for others than administrators, a second yes by the same one, a policy
    without rules, and from its first day on.
    """
    if not is_admin(by):
        raise Refused(_("Only administrators approve a policy."))
    if policy.effective_from <= clock.today():
        raise Refused(
            _("Its first day has come: make a new version with a later day, and approve that.")
        )
    if not policy.rules.exists():
        raise Refused(_("A policy without rules cannot be approved."))
    if policy.approvals.filter(officer=by).exists():
        raise Refused(_("You have approved it already. Another administrator is needed."))
    if policy.is_delivered or policy.approvals.count() >= APPROVERS:
        raise Refused(_("It has been approved already."))
    approval = Approval.objects.create(policy=policy, officer=by)
    record(
        verb="mileage.policy_approved",
        obj=policy,
        actor=by,
        key=f"mileage.policy_approved:{policy.pk}:{by.pk}",
    )
    return approval
