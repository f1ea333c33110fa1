"""The roles, each a named predicate. A role is a Django group of the same name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Officer
from accounts.rights import rights_of

COORDINATOR = "coordinator"
EVALUATOR = "evaluator"
PANEL = "panel"
LEADER = "leader"
ADMIN = "admin"

LABELS = {
    COORDINATOR: _("KM coordinator"),
    EVALUATOR: _("Evaluator"),
    PANEL: _("Panel member"),
    LEADER: _("Leader"),
    ADMIN: _("Administrator"),
}


def has_role(officer: Officer, role: str) -> bool:
    """Whether the officer is in the group of that role."""
    return role in rights_of(officer).roles


def is_coordinator(officer: Officer) -> bool:
    """Looks after at least one office."""
    return has_role(officer, COORDINATOR) and bool(rights_of(officer).charge_ids)


def is_coordinator_of(officer: Officer, office: Office | int | None) -> bool:
    """Looks after this office or one above it."""
    office_id = office.pk if isinstance(office, Office) else office
    return has_role(officer, COORDINATOR) and office_id in rights_of(officer).charge_ids


def is_evaluator(officer: Officer) -> bool:
    """May be drawn as an evaluator, if also certified."""
    return has_role(officer, EVALUATOR)


def is_panel_member(officer: Officer) -> bool:
    """Decides close and contradictory cases."""
    return has_role(officer, PANEL)


def is_judge(officer: Officer) -> bool:
    """Has a desk for evaluations: an evaluator or a member of the panel."""
    return is_evaluator(officer) or is_panel_member(officer)


def is_leader(officer: Officer) -> bool:
    """Reads statistics of the whole service."""
    return has_role(officer, LEADER)


def is_admin(officer: Officer) -> bool:
    """Manages officers, offices, categories and policies."""
    return officer.is_active and (officer.is_superuser or has_role(officer, ADMIN))
