"""What the reporting centre offers to the page of an item and to the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_admin, is_coordinator_of
from core.registry import MenuEntry, Panel, item_panels, menu
from knowledge.models import Item
from reports.queries import under_repair, works_at_desk


def warning(request: HttpRequest, item: Item) -> dict[str, Any] | None:
    """Readers learn that the item is at fault; who repairs or decides gets the way there."""
    reports = under_repair(item.pk)
    officer = request.user
    if not reports or not officer.is_authenticated:
        return None
    writes = _writes(officer.pk, item)
    in_charge = is_coordinator_of(officer, item.office_id) or is_admin(officer)
    where = "reports:repair" if writes else "reports:desk_report" if in_charge else ""
    lines = [
        {"report": report, "url": reverse(where, args=[report.pk]) if where else ""}
        for report in reports
    ]
    return {"lines": lines, "writes": writes, "is_hidden": item.status == Item.Status.HIDDEN}


def button(request: HttpRequest, item: Item) -> dict[str, Any] | None:
    """The way to the report's form, for everybody but those who wrote the item (no query)."""
    if item.status != Item.Status.PUBLISHED or _writes(request.user.pk, item):
        return None
    return {"item": item}


def _writes(officer_id: int | None, item: Item) -> bool:
    """Author or co-author; of the rows that the page has fetched with the item."""
    coauthors = {row.officer_id for row in item.coauthorships.all()}
    return officer_id is not None and officer_id in {item.author_id, *coauthors}


def register() -> None:
    """Fill the registries of core."""
    item_panels.register(
        "report-warning",
        Panel(
            "report-warning",
            "reports/_warning_panel.html",
            warning,
            order=10,
            place="top",
            same_for_readers=True,
        ),
    )
    item_panels.register(
        "report-button",
        Panel(
            "report-button",
            "reports/_button_panel.html",
            button,
            order=90,
            same_for_readers=True,
        ),
    )
    menu.register(
        "reports",
        MenuEntry(
            "reports",
            _("Reporting centre"),
            "reports:home",
            55,
            children=(
                MenuEntry("statistics", _("What was reported"), "reports:home", 1),
                MenuEntry("mine", _("My reports"), "reports:mine", 2),
                MenuEntry("repairs", _("My repairs"), "reports:repairs", 3),
                MenuEntry("desk", _("Triage desk"), "reports:desk", 4, works_at_desk),
            ),
        ),
    )
