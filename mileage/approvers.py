"""Who decides requests for rewards, other than their own.

Coordinators and leaders of the officer's office, and administrators.
"""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Office, Officer
from accounts.rights import rights_of
from accounts.roles import COORDINATOR, has_role, is_admin, is_leader
from mileage.models import Redemption


def decides_at_all(officer: Officer) -> bool:
    """Whether the officer decides requests of an office (no query: it is asked on every page)."""
    if is_admin(officer):
        return True
    looks_after = has_role(officer, COORDINATOR) and bool(rights_of(officer).charge_ids)
    return looks_after or (is_leader(officer) and officer.office_id is not None)


def decides_for(by: Officer, officer: Officer) -> bool:
    """Whether ``by`` decides what ``officer`` asks for."""
    return by.pk != officer.pk and (is_admin(by) or officer.office_id in _offices(by))


def redemptions_of_desk(officer: Officer) -> QuerySet[Redemption]:
    """All requests that the officer decides or could have decided."""
    rows = Redemption.objects.exclude(officer=officer)
    if is_admin(officer):
        return rows
    return rows.filter(officer__office__in=_offices(officer))


def waiting_of(officer: Officer) -> QuerySet[Redemption]:
    """Those that wait for the officer's word."""
    return redemptions_of_desk(officer).filter(state=Redemption.State.REQUESTED)


def _offices(officer: Officer) -> frozenset[int]:
    """The offices that the officer coordinates, or leads: their own and what is under it."""
    offices: frozenset[int] = frozenset()
    if has_role(officer, COORDINATOR):
        offices = rights_of(officer).charge_ids
    if is_leader(officer) and officer.office is not None:
        below = Office.objects.get_queryset_descendants(
            Office.objects.filter(pk=officer.office_id), include_self=True
        )
        offices |= frozenset(below.values_list("pk", flat=True))
    return offices
