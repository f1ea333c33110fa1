"""What the form of an item offers: business areas, offices, tags."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from taggit.models import Tag

from accounts.models import Office, Officer
from accounts.rights import rights_of
from accounts.roles import is_admin
from core.numbers import number_in
from core.rows import only
from knowledge.models import Category

# Deeper levels are set in; browsers drop ordinary spaces at the start of an option.
STEP = "\u2003"
MOST_SUGGESTED = 10

Choices = list[tuple[str, str]]


def category_choices() -> list[tuple[str, Choices]]:
    """The tree as groups of a select: each root with itself and what is below it. One query."""
    groups: list[tuple[str, Choices]] = []
    for category in Category.objects.order_by("tree_id", "lft"):
        if category.level == 0:
            groups.append((category.name, []))
        label = STEP * max(0, category.level - 1) + category.name
        groups[-1][1].append((str(category.pk), label))
    return groups


def category_of(pk: str) -> Category | None:
    """The category of this id, None if there is none."""
    number = number_in(pk)
    return None if number is None else only(Category.objects.filter(pk=number))


def offices_for(officer: Officer, kept: Office | None = None) -> list[Office]:
    """Whom an officer may write for: the line above the own office, all below, those in charge.

    Administrators may write for all. ``kept`` is the office that an item is for already.
    """
    rows = Office.objects.order_by("tree_id", "lft")
    if is_admin(officer):
        return list(rows)
    wanted = set(rights_of(officer).charge_ids)
    if officer.office is not None:
        wanted |= set(officer.office.get_ancestors().values_list("pk", flat=True))
        below = officer.office.get_descendants(include_self=True)
        wanted |= set(below.values_list("pk", flat=True))
    if kept is not None:
        wanted.add(kept.pk)
    return list(rows.filter(pk__in=wanted))


def office_choices(offices: Iterable[Office]) -> Choices:
    """A select's options, set in by level."""
    return [(str(office.pk), STEP * office.level + office.name) for office in offices]


def office_codes() -> Choices:
    """All offices by code, set in by level. One query."""
    offices = Office.objects.order_by("tree_id", "lft")
    return [(office.code, STEP * office.level + office.name) for office in offices]


def suggest_tags(typed: str) -> list[str]:
    """At most ten tags that begin with what was typed, the most used first."""
    rows = Tag.objects.filter(name__istartswith=typed).annotate(uses=Count("tagged_items"))
    return [tag.name for tag in rows.order_by("-uses", "name")[:MOST_SUGGESTED]]
