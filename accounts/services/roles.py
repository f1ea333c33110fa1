"""Granting and taking back roles."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.auth.models import Group
from django.db import transaction

from accounts import roles
from accounts.epoch import forget_rights
from accounts.models import Charge, Office, Officer
from core.services.record import record


@transaction.atomic
def grant_role(
    *, officer: Officer, role: str, office: Office | None = None, by: Officer | None = None
) -> None:
    """Put the officer in the role's group; a coordinator also gets charge of ``office``.

    Granting twice changes nothing. Raises KeyError for an unknown role.
    """
    roles.LABELS[role]
    group, _created = Group.objects.get_or_create(name=role)
    if not officer.groups.filter(pk=group.pk).exists():
        officer.groups.add(group)
        _tell("officer.role_granted", officer, role, by)
    if role == roles.ADMIN:
        _open_admin(officer, True)
    if role == roles.COORDINATOR and office is not None:
        Charge.objects.get_or_create(officer=officer, office=office)
    officer.cached_rights = None
    forget_rights()


@transaction.atomic
def revoke_role(*, officer: Officer, role: str, by: Officer | None = None) -> None:
    """Take the officer out of the role's group, and a coordinator's charges with it."""
    if officer.groups.filter(name=role).exists():
        officer.groups.remove(*Group.objects.filter(name=role))
        _tell("officer.role_revoked", officer, role, by)
    if role == roles.ADMIN:
        _open_admin(officer, False)
    if role == roles.COORDINATOR:
        officer.charges.all().delete()
    officer.cached_rights = None
    forget_rights()


def _open_admin(officer: Officer, is_open: bool) -> None:
    """Administrators, and nobody else, enter Django's admin."""
    officer.is_staff = officer.is_superuser = is_open
    officer.save(update_fields=["is_staff", "is_superuser"])


def _tell(verb: str, officer: Officer, role: str, by: Officer | None) -> None:
    record(
        verb=verb,
        obj=officer,
        actor=by,
        key=f"{verb}:{officer.pk}:{role}:{uuid4().hex}",
        data={"role": role},
    )
