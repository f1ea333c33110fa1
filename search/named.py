"""What names in a query stand for: officers, offices, categories, kinds.

Asked of the database with every query, so that a new name or a moved office is known at once and
changes no document of the index.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import override

from accounts.models import Office, Officer
from knowledge.categories import all_categories, with_descendants
from knowledge.kinds import kinds
from knowledge.models import GeneralKnowledge

# More people of one name stand for nobody in particular.
MOST_OFFICERS = 500
MOST_OFFICES = 50
LANGUAGES = ("ko", "en")


def officers_called(names: Iterable[str]) -> dict[str, list[int]]:
    """Ids of the officers with exactly these names, by name; one query."""
    wanted = [name for name in names if len(name) > 1]
    found: dict[str, list[int]] = {}
    if wanted:
        rows = Officer.objects.filter(Q(name_ko__in=wanted) | Q(name_en__in=wanted))
        for pk, korean, english in rows.values_list("pk", "name_ko", "name_en")[:MOST_OFFICERS]:
            for name in {korean, english} & set(wanted):
                found.setdefault(name, []).append(pk)
    return found


def officers_like(name: str) -> list[int]:
    """Ids of officers whose name has ``name`` in it, or whose user name or number it is."""
    rows = Officer.objects.filter(
        Q(name_ko__icontains=name)
        | Q(name_en__icontains=name)
        | Q(username__iexact=name)
        | Q(employee_number__iexact=name)
    )
    return list(rows.values_list("pk", flat=True)[:MOST_OFFICERS])


def offices_like(name: str) -> list[int]:
    """Ids of offices whose name has ``name`` in it or whose code it is, and of all below them."""
    tops = Office.objects.filter(
        Q(name_ko__icontains=name) | Q(name_en__icontains=name) | Q(code__iexact=name)
    )
    chosen = Office.objects.filter(pk__in=list(tops.values_list("pk", flat=True)[:MOST_OFFICES]))
    below = Office.objects.get_queryset_descendants(chosen, include_self=True)
    return list(below.values_list("pk", flat=True))


def categories_like(name: str) -> list[int]:
    """Ids of categories whose name has ``name`` in it or whose address it is, and of all below."""
    wanted = name.casefold()
    found: set[int] = set()
    for category in all_categories():
        names = (category.name_ko, category.name_en)
        if category.slug == wanted or any(wanted in one.casefold() for one in names):
            found |= with_descendants(category.slug)
    return sorted(found)


def kinds_like(name: str) -> tuple[list[str], list[str]]:
    """Codes of kinds, and of shapes of general knowledge, whose label in either language has
    ``name`` in it."""
    wanted = name.casefold()
    genres: set[str] = set()
    shapes: set[str] = set()
    for language in LANGUAGES:
        with override(language):
            genres |= {
                code
                for code, kind in kinds.items()
                if wanted == code or wanted in str(kind.label).casefold()
            }
            shapes |= {
                code
                for code, label in GeneralKnowledge.Shape.choices
                if wanted == code or wanted in str(label).casefold()
            }
    return sorted(genres), sorted(shapes)
