"""Finding items by the words of title, summary and tags (trigram indexes of PostgreSQL)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, IntegerField, Q, Value, When

from accounts.models import Officer
from knowledge.models import Item
from knowledge.querysets import ItemQuerySet
from search.ilike import ILike
from search.words import Query

# Where a word may stand; each has a trigram index on Item.
FIELDS = ("title", "summary", "tag_names")
# Beyond this nobody pages; the count says "more than".
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the hits besides the words."""

    category_ids: frozenset[int] | None = None
    superior: bool = False
    language: str = ""


def matching(officer: Officer | AnonymousUser, query: Query, filters: Filters) -> ItemQuerySet:
    """Published items that the officer may read and in which every word stands somewhere."""
    rows = Item.objects.visible_to(officer).published()
    for word in query.words:
        anywhere = Q()
        for field in FIELDS:
            anywhere |= Q(ILike(F(field), word))
        rows = rows.filter(anywhere)
    if filters.category_ids is not None:
        rows = rows.filter(category_id__in=filters.category_ids)
    if filters.superior:
        rows = rows.filter(grade=Item.Grade.SUPERIOR)
    if filters.language:
        rows = rows.filter(language=filters.language)
    return rows


def best_first(rows: ItemQuerySet, query: Query) -> ItemQuerySet:
    """Whole query in the title, then likeness of the title, then superior, then newest."""
    return rows.annotate(
        in_title=Case(
            When(ILike(F("title"), query.text), then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        ),
        likeness=TrigramSimilarity("title", query.text),
    ).order_by("-in_title", "-likeness", "-grade", "-published_at", "-pk")


def count_up_to(rows: ItemQuerySet, most: int = MOST_COUNTED) -> int:
    """The exact number of rows, or ``most`` + 1 where there are more."""
    return rows.order_by().values("pk")[: most + 1].count()
