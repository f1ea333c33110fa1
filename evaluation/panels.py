"""What evaluation offers to the page of an item and to the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.roles import (
    is_admin,
    is_coordinator,
    is_coordinator_of,
    is_evaluator,
    is_judge,
    is_panel_member,
)
from core.registry import Badge, MenuEntry, Panel, badges, everyone, item_panels, menu
from evaluation.blind import judged_items
from evaluation.models import Round
from evaluation.shown import newest_round
from evaluation.steps import steps_of
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
        # Whoever judges it anew must not know what it was given before.
        if item.score is None or item.pk in judged_items(officer):
            return None
        return {"item": item, "score": newest_round(item.pk)[1]}
    round, score = newest_round(item.pk)
    number = _number_shown(round, sees_all=in_charge and not writes)
    return {
        "item": item,
        "score": score if item.score is not None else None,
        "steps": steps_of(item, round),
        "round_url": reverse("evaluation:round", args=[number]) if number else "",
    }


def _number_shown(round: Round | None, *, sees_all: bool) -> int | None:
    """The round that the panel leads to: the newest one. For writers, only one with a decision; of
    an appeal that is being judged, the one that it is against has the story."""
    if round is None or sees_all or (round.decision and not round.is_open):
        return round.pk if round else None
    return round.root_id if round.is_open else None


def _checks(officer: Any) -> bool:
    return is_coordinator(officer) or is_admin(officer)


def _watches(officer: Any) -> bool:
    """Whoever sees alerts, as far as roles tell without a query: coordinators of headquarters find
    them from the sheets."""
    return is_admin(officer) or is_panel_member(officer)


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
            everyone,
            (
                MenuEntry(
                    "queue", gettext_lazy("Submissions to check"), "evaluation:queue", 1, _checks
                ),
                MenuEntry("rounds", gettext_lazy("Rounds"), "evaluation:rounds", 2, _checks),
                MenuEntry("desk", gettext_lazy("My desk"), "evaluation:desk", 3, is_judge),
                MenuEntry(
                    "training", gettext_lazy("Training"), "evaluation:training", 6, is_evaluator
                ),
                MenuEntry("sheet", gettext_lazy("My sheet"), "evaluation:sheet", 7, is_evaluator),
                MenuEntry(
                    "sheets", gettext_lazy("Evaluators' sheets"), "evaluation:sheets", 8, _checks
                ),
                MenuEntry(
                    "golds", gettext_lazy("Gold items"), "evaluation:golds", 9, is_panel_member
                ),
                MenuEntry("alerts", gettext_lazy("Alerts"), "evaluation:alerts", 10, _watches),
                MenuEntry(
                    "mine", gettext_lazy("Evaluations of my knowledge"), "evaluation:mine", 4
                ),
            ),
        ),
    )
