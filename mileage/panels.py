"""What mileage offers to the home page, the menu and the lists of what waits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator
from core.registry import MenuEntry, Panel, Task, home_panels, item_panels, menu, waiting
from knowledge.access import is_writer
from knowledge.models import Item
from mileage.approvers import decides_at_all, waiting_of
from mileage.queries import adjustments_to_decide, balances_of, last_proof, reuses_to_decide
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


def proof_alarm(request: HttpRequest, officer: Officer) -> dict[str, Any] | None:
    """For administrators, while the last proof of the balances failed (1 query)."""
    if not is_admin(officer):
        return None
    last = last_proof()
    return None if last is None or last.holds else {"proof": last}


def rewards_to_decide(officer: Officer) -> list[Task]:
    """Requests for rewards that wait for the officer's word (1 query for those who decide)."""
    if not decides_at_all(officer):
        return []
    number = waiting_of(officer).count()
    if not number:
        return []
    label = ngettext(
        "%(count)d request for a reward to decide",
        "%(count)d requests for rewards to decide",
        number,
    )
    return [Task(label % {"count": number}, number, reverse("mileage:reward_desk"))]


def waiting_tasks(officer: Officer) -> list[Task]:
    """What waits for coordinators and administrators (1 query each, none for others)."""
    tasks = []
    if sees_grants(officer) and (number := reuses_to_decide(officer).count()):
        label = ngettext(
            "%(count)d use at the desk to verify", "%(count)d uses at the desk to verify", number
        )
        tasks.append(Task(label % {"count": number}, number, reverse("mileage:reuses")))
    return tasks + _tickets(officer)


def _tickets(officer: Officer) -> list[Task]:
    """Tickets that other administrators proposed."""
    if not is_admin(officer):
        return []
    number = adjustments_to_decide(officer).count()
    if not number:
        return []
    label = ngettext(
        "%(count)d adjustment of mileage to decide",
        "%(count)d adjustments of mileage to decide",
        number,
    )
    return [Task(label % {"count": number}, number, reverse("mileage:adjustments"))]


def reuse_panel(request: HttpRequest, item: Item) -> dict[str, Any] | None:
    """For readers of a published item: the way to tell that it helped at the desk (no query)."""
    officer = request.user
    if not isinstance(officer, Officer) or item.status != Item.Status.PUBLISHED:
        return None
    return None if is_writer(officer, item) else {"item": item}


def sees_grants(officer: Officer) -> bool:
    """Whether the officer looks after an office, or after all."""
    return is_coordinator(officer) or is_admin(officer)


def register() -> None:
    """Fill the registries of core."""
    menu.register(
        "mileage",
        MenuEntry(
            "mileage",
            _("Mileage"),
            "mileage:mine",
            60,
            children=(
                MenuEntry("mine", _("My mileage"), "mileage:mine", 1),
                MenuEntry("boards", _("Boards"), "mileage:boards", 2),
                MenuEntry("rewards", _("Rewards"), "mileage:rewards", 3),
                MenuEntry("grants", _("Grants of my offices"), "mileage:grants", 4, sees_grants),
                MenuEntry("reuses", _("Uses to verify"), "mileage:reuses", 4, sees_grants),
                MenuEntry("adjustments", _("Adjustments"), "mileage:adjustments", 5, is_admin),
                MenuEntry(
                    "reward_desk",
                    _("Requests for rewards"),
                    "mileage:reward_desk",
                    6,
                    decides_at_all,
                ),
            ),
        ),
    )
    item_panels.register(
        "reuse",
        Panel("reuse", "mileage/_reuse_panel.html", reuse_panel, order=60, same_for_readers=True),
    )
    home_panels.register(
        "mileage_proof", Panel("mileage_proof", "mileage/_proof_alarm.html", proof_alarm, order=1)
    )
    waiting.register("mileage", waiting_tasks)
    waiting.register("rewards", rewards_to_decide)
    home_panels.register(
        "mileage",
        Panel("mileage", "mileage/_home_panel.html", my_mileage, order=30, keep_seconds=60),
    )
