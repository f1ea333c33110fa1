"""Boards: who and which office contributed most in a season, from totals that are kept.

Places count all active officers; whoever does not want to be named is left out of what others
see, and keeps the place.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, FloatField, Min, OuterRef, Q, QuerySet
from django.db.models.expressions import Window
from django.db.models.functions import Cast, Rank

from accounts import roles
from accounts.models import Office, Officer
from mileage.models import BoardChoice, OfficeTotal, Season, SeasonTotal

TOP = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a board. ``score`` is what it is ordered by; ``note`` stands below the name."""

    place: int
    name: str
    note: str
    score: float
    is_own: bool
    officer_id: int | None = None
    office_id: int | None = None
    points: int = 0
    heads: int = 0


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where the reader stands: ``place`` is 0 without points; ``missing`` to the next place."""

    place: int
    of: int
    points: int
    missing: int


def seasons_with_boards() -> list[Season]:
    """The seasons in which something was counted, the latest first, with their closing."""
    counted = SeasonTotal.objects.values("season")
    return list(Season.objects.filter(pk__in=counted).select_related("closing"))


def main_offices(season: Season) -> list[OfficeTotal]:
    """The totals of the offices right below headquarters that have staff, by name."""
    rows = _main(OfficeTotal.objects.filter(season=season)).select_related("office")
    return sorted(rows, key=lambda row: row.office.name)


def board_of_officers(
    reader: Officer, season: Season, office: Office | None
) -> tuple[list[Row], OwnPlace]:
    """The first twenty of the service or of an office and all below it (3 queries)."""
    totals = _compared(season, office)
    placed = totals.annotate(place=Window(Rank(), order_by=F("shown").desc()))
    unnamed = BoardChoice.objects.filter(pk=OuterRef("officer"), is_named=False)
    first = (
        placed.annotate(is_unnamed=Exists(unnamed))
        .select_related("officer", "office")
        .order_by("place", "officer_id")[:TOP]
    )
    rows = [
        Row(
            place=row.place,
            name=row.officer.name,
            note=row.office.name if row.office else "",
            score=row.shown,
            is_own=row.officer_id == reader.pk,
            officer_id=row.officer_id,
            points=row.shown,
        )
        for row in first
        if not row.is_unnamed or row.officer_id == reader.pk
    ]
    return rows, _own_place(reader, season, totals)


def board_of_offices(reader: Officer, season: Season) -> list[Row]:
    """The offices right below headquarters by points for each of their staff (2 queries)."""
    totals = _main(OfficeTotal.objects.filter(season=season, points__gt=0))
    own = set(_above(reader))
    return _by_head(totals, own_ids=own)


def board_of_heads(reader: Officer, season: Season) -> list[Row]:
    """Heads of office by the points for each of the staff of their office (2 queries)."""
    heads = (
        Officer.objects.filter(is_active=True, groups__name=roles.LEADER, office__isnull=False)
        .exclude(Q(mileage_board_choice__is_named=False) & ~Q(pk=reader.pk))
        .order_by("grade", "pk")
    )
    totals = {
        total.office_id: total
        for total in OfficeTotal.objects.filter(
            season=season, points__gt=0, office__in=heads.values("office")
        ).select_related("office")
    }
    pairs = [(head, totals[head.office_id]) for head in heads if head.office_id in totals]
    pairs.sort(key=lambda pair: (-pair[1].per_head, pair[0].pk))
    return [
        Row(
            place=1 + sum(other.per_head > total.per_head for _head, other in pairs),
            name=head.name,
            note=total.office.name,
            score=round(total.per_head, 1),
            is_own=head.pk == reader.pk,
            officer_id=head.pk,
            points=total.points,
            heads=total.heads,
        )
        for head, total in pairs
    ]


def is_named(officer: Officer) -> bool:
    """Whether the officer lets boards name them."""
    return not BoardChoice.objects.filter(pk=officer.pk, is_named=False).exists()


def _compared(season: Season, office: Office | None) -> QuerySet[SeasonTotal]:
    """The totals among which places are counted."""
    rows = SeasonTotal.objects.filter(season=season, shown__gt=0, officer__is_active=True)
    if office is None:
        return rows
    return rows.filter(
        office__tree_id=office.tree_id, office__lft__gte=office.lft, office__rght__lte=office.rght
    )


def _own_place(reader: Officer, season: Season, totals: QuerySet[SeasonTotal]) -> OwnPlace:
    own = SeasonTotal.objects.filter(season=season, officer=reader).values_list("shown", flat=True)
    points = own.first() or 0
    ahead = Q(shown__gt=points)
    found = totals.aggregate(
        of=Count("pk"), ahead=Count("pk", filter=ahead), next=Min("shown", filter=ahead)
    )
    missing = found["next"] - points if found["next"] else 0
    return OwnPlace(found["ahead"] + 1 if points > 0 else 0, found["of"], points, missing)


def _main(totals: QuerySet[OfficeTotal]) -> QuerySet[OfficeTotal]:
    """Those of offices right below headquarters, or of a tree of their own."""
    headquarters = Office.Kind.HEADQUARTERS
    return totals.filter(
        Q(office__parent__kind=headquarters)
        | (Q(office__parent__isnull=True) & ~Q(office__kind=headquarters)),
        heads__gt=0,
    )


def _above(reader: Officer) -> list[int]:
    """The reader's office and those above it."""
    if reader.office is None:
        return []
    above = reader.office.get_ancestors(include_self=True)
    return list(above.values_list("pk", flat=True))


def _by_head(totals: QuerySet[OfficeTotal], *, own_ids: set[int]) -> list[Row]:
    rate = Cast("points", FloatField()) / F("heads")
    placed = totals.annotate(place=Window(Rank(), order_by=rate.desc())).select_related("office")
    return [
        Row(
            place=row.place,
            name=row.office.name,
            note="",
            score=round(row.per_head, 1),
            is_own=row.office_id in own_ids,
            office_id=row.office_id,
            points=row.points,
            heads=row.heads,
        )
        for row in placed.order_by("place", "office_id")
    ]
