"""Who is told of which activity, and as what: verb to rule."""

from __future__ import annotations

from core.models import Activity
from knowledge.models import Item
from notifications.rules import items, judging, mileage, reports
from notifications.rules.telling import Rule, Told

RULES: dict[str, Rule] = {**items.RULES, **judging.RULES, **reports.RULES, **mileage.RULES}


def told_of(activity: Activity, item: Item | None) -> Told:
    """Officer number to reason. Never the actor; muted ones only of their duties."""
    rule = RULES[activity.verb]
    told = rule(activity, item)
    # Some activities are the own doing of the officer that they name: a certificate passed.
    if activity.data.get("officer") != activity.actor_id:
        told.pop(activity.actor_id or 0, None)
    return told


__all__ = ["RULES", "told_of"]
