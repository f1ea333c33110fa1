"""What one officer may read and whom they look after, resolved once and cached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import Audience, AudienceMember, Charge, Office, Officer


@dataclass(frozen=True, slots=True)
class Rights:
    """An officer's roles (group names), offices in charge (expanded), readable audiences."""

    roles: frozenset[str]
    charge_ids: frozenset[int]
    audience_ids: tuple[int, ...]


NOBODY = Rights(frozenset(), frozenset(), ())


def rights_of(officer: Officer) -> Rights:
    """The officer's rights; at most one resolution for each loaded officer."""
    if officer.cached_rights is None:
        officer.cached_rights = resolve(officer)
    return officer.cached_rights


def resolve(officer: Officer) -> Rights:
    """Read the officer's rights from the database (4 queries)."""
    if not officer.is_active or officer.pk is None:
        return NOBODY
    return Rights(
        roles=frozenset(officer.groups.values_list("name", flat=True)),
        charge_ids=_offices_in_charge(officer),
        audience_ids=_audiences(officer),
    )


def load_rights(officers: Sequence[Officer]) -> None:
    """Resolve the rights of many officers, who come with their offices: five queries for all.

    Says of each what ``resolve`` says.
    """
    ids = [officer.pk for officer in officers]
    roles = _grouped(Officer.groups.through, "officer_id", "group__name", ids)
    heads = _grouped(Charge, "officer_id", "office_id", ids)
    member_of = _grouped(AudienceMember, "officer_id", "audience_id", ids)
    offices = list(Office.objects.only("pk", "tree_id", "lft", "rght")) if heads else []
    audiences = list(Audience.objects.select_related("office"))
    for officer in officers:
        if not officer.is_active:
            officer.cached_rights = NOBODY
            continue
        chosen = heads.get(officer.pk, set())
        tops = [office for office in offices if office.pk in chosen] if chosen else []
        officer.cached_rights = Rights(
            roles=frozenset(roles.get(officer.pk, ())),
            charge_ids=frozenset(o.pk for o in offices if any(_is_below(o, top) for top in tops))
            if tops
            else frozenset(),
            audience_ids=tuple(
                sorted(
                    audience.pk
                    for audience in audiences
                    if _is_in(officer, audience, member_of.get(officer.pk, set()))
                )
            ),
        )


def _grouped(model: Any, key: str, value: str, officer_ids: list[int]) -> dict[int, set[Any]]:
    found: dict[int, set[Any]] = {}
    rows = model._default_manager.filter(officer_id__in=officer_ids)
    for officer_id, entry in rows.values_list(key, value):
        found.setdefault(officer_id, set()).add(entry)
    return found


def _is_in(officer: Officer, audience: Audience, member_of: set[int]) -> bool:
    if audience.lowest_grade is not None and audience.lowest_grade < officer.grade:
        return False
    if audience.kind == Audience.Kind.OFFICE and officer.office is not None:
        top = audience.office
        if top is not None and _is_below(officer.office, top):
            return True
    is_open = audience.kind in (Audience.Kind.ALL, Audience.Kind.PUBLIC)
    return is_open or audience.pk in member_of


def _is_below(office: Office, top: Office) -> bool:
    return office.tree_id == top.tree_id and top.lft <= office.lft <= top.rght


def _offices_in_charge(officer: Officer) -> frozenset[int]:
    heads = Office.objects.filter(charges__officer=officer)
    below = Office.objects.get_queryset_descendants(heads, include_self=True)
    return frozenset(below.values_list("pk", flat=True))


def _audiences(officer: Officer) -> tuple[int, ...]:
    """Ids of audiences that the officer is in; sorted, so that equal rights are equal values."""
    mine = Q(kind__in=[Audience.Kind.ALL, Audience.Kind.PUBLIC]) | Q(members__officer=officer)
    if officer.office is not None:
        above = officer.office.get_ancestors(include_self=True)
        mine |= Q(kind=Audience.Kind.OFFICE, office__in=above.values("pk"))
    grade = Q(lowest_grade__isnull=True) | Q(lowest_grade__gte=officer.grade)
    return tuple(sorted(set(Audience.objects.filter(mine & grade).values_list("pk", flat=True))))
