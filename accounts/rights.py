"""What one officer may read and whom they look after, resolved once and cached."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Audience, Office, Officer


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
