"""Items that may say the same as another one."""

from __future__ import annotations

from typing import TypedDict, cast

from django.contrib.postgres.search import TrigramSimilarity
from django_stubs_ext import WithAnnotations

from accounts.models import Officer
from knowledge.models import Item


class Similar(TypedDict):
    """What a likely duplicate has besides being an item."""

    similarity: float


def likely_duplicates(
    item: Item, officer: Officer, limit: int = 5
) -> list[WithAnnotations[Item, Similar]]:
    """Published items whose titles resemble the item's, of those the officer may read.

    Each has ``similarity`` (0.3 to 1.0: the share of three-letter pieces in common), the
    closest first. One query, by the trigram index of titles.
    """
    if not item.title:
        return []
    rows = (
        Item.objects.published()
        .visible_to(officer)
        .filter(title__trigram_similar=item.title)
        .exclude(pk=item.pk)
        .annotate(similarity=TrigramSimilarity("title", item.title))
    )
    found = list(rows.for_list().order_by("-similarity", "-pk")[:limit])
    return cast("list[WithAnnotations[Item, Similar]]", found)
