"""Audiences are values: the same question always gets the same row."""

from __future__ import annotations

from django.core.cache import cache

from accounts.epoch import forget_rights
from accounts.models import Audience, Office, Officer


def audience_for(
    *,
    kind: str,
    office: Office | None = None,
    community: str = "",
    lowest_grade: int | None = None,
) -> Audience:
    """The audience of this description, created where nobody has asked for it before."""
    audience, created = Audience.objects.get_or_create(
        kind=kind, office=office, community=community, lowest_grade=lowest_grade
    )
    if created:
        forget_rights()
    return audience


def all_officers() -> Audience:
    """The audience that most items have."""
    return audience_for(kind=Audience.Kind.ALL)


def public_audience_ids() -> tuple[int, ...]:
    """What somebody may read who is not signed in."""
    ids = cache.get("public-audiences")
    if ids is None:
        rows = Audience.objects.filter(kind=Audience.Kind.PUBLIC, lowest_grade__isnull=True)
        ids = tuple(rows.values_list("pk", flat=True))
        cache.set("public-audiences", ids, 60)
    return ids


def is_in_audience(officer: Officer, audience: Audience) -> bool:
    """Whether the officer may read what has this audience.

    Says what ``rights_of`` says, without resolving all rights of somebody who is not here: no
    query but one for a community.
    """
    lowest = audience.lowest_grade
    if not officer.is_active or (lowest is not None and officer.grade > lowest):
        return False
    if audience.kind == Audience.Kind.OFFICE:
        office, top = officer.office, audience.office
        return office is not None and top is not None and office.is_descendant_of(top, True)
    if audience.kind == Audience.Kind.COMMUNITY:
        return audience.members.filter(officer=officer).exists()
    return True
