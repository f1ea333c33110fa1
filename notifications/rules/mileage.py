"""Levels, adjustments, rewards, and the proof that failed."""

from __future__ import annotations

from accounts import roles
from core.models import Activity
from knowledge.models import Item
from notifications.rules.telling import Rule, Told, named, to, with_role


def _admins(kind: str) -> Rule:
    def rule(activity: Activity, item: Item | None) -> Told:
        return to(kind, with_role(roles.ADMIN))

    return rule


RULES: dict[str, Rule] = {
    "mileage.redeemed": _admins("redemption_asked"),
    "redemption.decided": named("redemption_decided"),
    "mileage.adjusted": named("adjusted"),
    "mileage.level": named("level"),
    "mileage.proof_failed": _admins("proof_failed"),
}
