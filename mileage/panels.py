"""What mileage offers to the home page and the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core.registry import MenuEntry, Panel, home_panels, menu
from mileage.queries import balances_of
from mileage.statement import Statement, holds_of

LINES = 3


def my_mileage(request: HttpRequest, officer: Officer) -> dict[str, Any]:
    """Balance, what is held, the last lines, the course of a year (5 queries, 2 for newcomers)."""
    statement = Statement(officer)
    balance, pending = balances_of(officer)
    months = [points for _name, points in statement.months()]
    return {
        "balance": balance,
        "pending": pending,
        "next_hold": holds_of(officer)[0] if pending else None,
        "lines": statement.lines(statement.moves[:LINES]) if statement.moves else [],
        "months": months if any(months) else [],
    }


def register() -> None:
    """Fill the registries of core."""
    menu.register("mileage", MenuEntry("mileage", _("Mileage"), "mileage:mine", 60))
    home_panels.register(
        "mileage",
        Panel("mileage", "mileage/_home_panel.html", my_mileage, order=30, keep_seconds=60),
    )
