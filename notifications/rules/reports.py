"""Inferior knowledge: what was reported, mended, recalled. Never who reported it."""

from __future__ import annotations

from core import registry
from core.models import Activity
from knowledge.models import Item
from knowledge.touched import officers_touched
from notifications.rules.telling import (
    Rule,
    Told,
    about_item,
    coordinators,
    to,
    unless_muted,
    writers,
)


def _owed(activity: Activity) -> list[int]:
    """Whom the activity is owed to; the log does not name them."""
    asked = [*registry.payees, *registry.thanked]
    return [officer_id for ask in asked for officer_id in ask(activity)]


def _accepted(activity: Activity, item: Item) -> Told:
    return writers("report_accepted")(activity, item) | to("report_thanked", _owed(activity))


def _dismissed(activity: Activity, item: Item) -> Told:
    return to("report_dismissed", _owed(activity))


def _verified(activity: Activity, item: Item) -> Told:
    told = writers("report_verified")(activity, item)
    return told | to("report_mended", _owed(activity))


def _recalled(activity: Activity, item: Item) -> Told:
    """Everybody who has read it, kept it or built upon it."""
    told = to("recalled", officers_touched(item.pk).values_list("pk", flat=True))
    for writer in writers("recalled")(activity, item):
        told.pop(writer, None)
    return told


RULES: dict[str, Rule] = {
    "report.received": about_item(coordinators("report_received")),
    "report.accepted": unless_muted(_accepted),
    "report.dismissed": unless_muted(_dismissed),
    "report.fixing": about_item(writers("repair")),
    "report.overdue": about_item(writers("repair_overdue")),
    "report.fixed": about_item(coordinators("report_fixed")),
    "report.verified": unless_muted(_verified),
    "report.recalled": about_item(_recalled),
}
