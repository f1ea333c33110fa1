"""What evaluation offers to the page of an item and to the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import is_admin, is_coordinator, is_coordinator_of, is_evaluator
from core.registry import Badge, MenuEntry, Panel, badges, item_panels, menu
from evaluation.models import Round
from evaluation.shown import newest_round
from evaluation.waiting import number_waiting, works_here
from knowledge.access import is_writer
from knowledge.models import Item


def item_panel(request: HttpRequest, item: Item) -> dict[str, Any] | None:
    """Readers see the score of a decided item; its writers and coordinators where it stands."""
    officer = request.user
    if not officer.is_authenticated or item.status == Item.Status.DRAFT:
        return None
    writes = is_writer(officer, item)
    in_charge = is_coordinator_of(officer, item.office_id) or is_admin(officer)
    if not (writes or in_charge):
        if item.score is None:
            return None
        return {"item": item, "score": newest_round(item.pk)[1]}
    round, score = newest_round(item.pk)
    sees_round = round is not None and ((in_charge and not writes) or not round.is_open)
    return {
        "item": item,
        "score": score if item.score is not None else None,
        "steps": steps_of(item, round),
        "round_url": reverse("evaluation:round", args=[round.pk])
        if round is not None and sees_round and (round.decision or in_charge)
        else "",
    }


def steps_of(item: Item, round: Round | None) -> list[dict[str, Any]]:
    """The way of an item, for the timeline component."""
    status = item.status
    checked = status in (Item.Status.PUBLISHED, Item.Status.RETIRED)
    refused = status in (Item.Status.RETURNED, Item.Status.REJECTED)
    steps: list[dict[str, Any]] = [
        {"label": _("Submitted"), "state": "done", "when": item.submitted_at},
    ]
    if refused:
        steps.append({"label": item.get_status_display(), "state": "problem"})
    elif status == Item.Status.SUBMITTED:
        steps.append({"label": _("Checked by the coordinator"), "state": "now"})
    else:
        steps.append(
            {
                "label": _("Published"),
                "state": "done" if checked else "todo",
                "when": item.published_at,
            }
        )
    return steps + _round_steps(round)


def _round_steps(round: Round | None) -> list[dict[str, Any]]:
    if round is None:
        return [
            {"label": _("Evaluated by colleagues"), "state": "todo"},
            {"label": _("Decision"), "state": "todo"},
        ]
    if round.is_open:
        return [
            {"label": _("Evaluated by colleagues"), "state": "now", "when": round.opened_at},
            {"label": _("Decision"), "state": "todo"},
        ]
    if not round.decision:
        return [{"label": round.get_state_display(), "state": "problem"}]
    note = _("Provisional: decided with fewer evaluations.") if round.is_provisional else ""
    return [
        {"label": _("Evaluated by colleagues"), "state": "done"},
        {
            "label": _("Decision: %(decision)s") % {"decision": round.get_decision_display()},
            "state": "done",
            "when": round.decided_at,
            "note": note,
        },
    ]


def _checks(officer: Any) -> bool:
    return is_coordinator(officer) or is_admin(officer)


def register() -> None:
    """Fill the registries of core."""
    item_panels.register(
        "evaluation",
        Panel(
            "evaluation",
            "evaluation/_item_panel.html",
            item_panel,
            order=20,
            same_for_readers=True,
        ),
    )
    badges.register(
        "evaluation",
        Badge(
            "evaluation",
            gettext_lazy("Evaluation"),
            "evaluation:home",
            number_waiting,
            sees=works_here,
            icon="pen",
        ),
    )
    menu.register(
        "evaluation",
        MenuEntry(
            "evaluation",
            gettext_lazy("Evaluation"),
            "evaluation:home",
            50,
            works_here,
            (
                MenuEntry(
                    "queue", gettext_lazy("Submissions to check"), "evaluation:queue", 1, _checks
                ),
                MenuEntry("rounds", gettext_lazy("Rounds"), "evaluation:rounds", 2, _checks),
                MenuEntry("desk", gettext_lazy("My desk"), "evaluation:desk", 3, is_evaluator),
            ),
        ),
    )
