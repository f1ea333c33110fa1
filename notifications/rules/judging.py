"""Evaluations, rounds, appeals, evaluators, alerts."""

from __future__ import annotations

from accounts import roles
from accounts.models import Office
from core.models import Activity
from knowledge.models import Item
from notifications.rules.telling import (
    Rule,
    Told,
    about_item,
    coordinators,
    coordinators_of,
    named,
    to,
    unless_muted,
    with_role,
    writers,
)


def _evaluator(kind: str) -> Rule:
    def rule(activity: Activity, item: Item) -> Told:
        return to(kind, [activity.data.get("evaluator")])

    return about_item(rule)


def _to_panel(activity: Activity, item: Item) -> Told:
    """The writers and those in charge; who is drawn for the panel is asked like any evaluator."""
    told = coordinators("panel")(activity, item)
    return told | writers("to_panel")(activity, item)


def _appealed(activity: Activity, item: Item) -> Told:
    told = coordinators("appealed")(activity, item)
    return told | writers("appeal_taken")(activity, item)


def _appeal_decided(activity: Activity, item: Item) -> Told:
    told = coordinators("appeal_decided")(activity, item)
    return told | writers("appeal_decided")(activity, item)


def _alerted(activity: Activity, item: Item | None) -> Told:
    """The coordinators of headquarters and the administrators: an alert names nobody's item."""
    heads = Office.objects.filter(kind=Office.Kind.HEADQUARTERS, parent=None)
    in_charge = [officer for head in heads for officer in coordinators_of(head)]
    return to("alerted", [*in_charge, *with_role(roles.ADMIN)])


RULES: dict[str, Rule] = {
    "evaluation.assigned": _evaluator("assigned"),
    "evaluation.reminded": _evaluator("reminded"),
    "evaluation.expired": _evaluator("expired"),
    "evaluation.alerted": _alerted,
    "round.decided": unless_muted(writers("decided")),
    "round.to_panel": unless_muted(_to_panel),
    "round.appealed": unless_muted(_appealed),
    "appeal.decided": unless_muted(_appeal_decided),
    "appeal.ended": unless_muted(writers("appeal_ended")),
    "round.lapsed": unless_muted(writers("lapsed")),
    "round.annulled": unless_muted(writers("annulled")),
    "evaluator.certified": named("certified"),
    "evaluator.suspended": named("suspended"),
    "evaluator.retraining": named("retraining"),
    "evaluator.refreshed": named("refreshed"),
    "evaluator.reminded": named("certificate_ends"),
    "evaluator.lapsed": named("certificate_lapsed"),
}
