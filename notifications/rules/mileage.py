"""Levels, adjustments, rewards, and the proof that failed."""

from __future__ import annotations

from accounts import roles
from core.models import Activity
from knowledge.models import Item
from notifications.rules.telling import (
    Rule,
    Told,
    about_item,
    coordinators,
    named,
    to,
    unless_muted,
    with_role,
    writers,
)


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
        return to(kind, [pk for pk in with_role(roles.ADMIN) if pk != activity.actor_id])

    return rule


def _reuse_verified(activity: Activity, item: Item) -> Told:
    """Who used it and who wrote it; they are not named to each other."""
    told = writers("reuse_verified")(activity, item)
    return told | to("reuse_verified", [activity.data.get("officer")])


RULES: dict[str, Rule] = {
    "mileage.redeemed": _admins("redemption_asked"),
    "redemption.decided": named("redemption_decided"),
    "mileage.adjustment_proposed": _admins("adjustment_asked"),
    "mileage.adjusted": _of_lines("adjusted"),
    "mileage.expired": _of_lines("points_expired"),
    "mileage.level": _level,
    "mileage.reuse_told": about_item(coordinators("reuse_asked")),
    "mileage.reuse_verified": unless_muted(_reuse_verified),
    "mileage.proof_failed": _admins("proof_failed"),
}
