"""Levels, adjustments, rewards, and the proof that failed."""

from __future__ import annotations

from accounts import roles
from core.models import Activity
from knowledge.models import Item
from notifications.rules.telling import Rule, Told, named, to, with_role


def _level(activity: Activity, item: Item | None) -> Told:
    kind = "level" if activity.data.get("rose", True) else "level_ended"
    return named(kind)(activity, item)


def _of_lines(kind: str) -> Rule:
    """Everybody whose account a line concerns."""

    def rule(activity: Activity, item: Item | None) -> Told:
        return to(kind, [line.get("officer") for line in activity.data.get("lines", [])])

    return rule


def _admins(kind: str) -> Rule:
    def rule(activity: Activity, item: Item | None) -> Told:
        return to(kind, with_role(roles.ADMIN))

    return rule


RULES: dict[str, Rule] = {
    "mileage.redeemed": _admins("redemption_asked"),
    "redemption.decided": named("redemption_decided"),
    "mileage.adjustment_proposed": _admins("adjustment_asked"),
    "mileage.adjusted": _of_lines("adjusted"),
    "mileage.expired": _of_lines("points_expired"),
    "mileage.level": _level,
    "mileage.proof_failed": _admins("proof_failed"),
}
