"""Which items are about the same, kept with each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection

from knowledge.models import Item
from search.index.weights import RELATED
from search.meaning import store
from search.models import Likeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# More than a page shows, as some of them are not for everybody who reads the item.
KEPT = 20
# Titles that share less are alike by chance (pg_trgm's own default is 0.3).
LEAST_LIKENESS_OF_TITLES = 0.3

WRITE = """
INSERT INTO search_likeness (item_id, other_id, likeness) VALUES (%s, %s, %s)
ON CONFLICT (item_id, other_id) DO UPDATE SET likeness = EXCLUDED.likeness
"""
# What is beyond KEPT of the others that the item came to.
TRIM = """
DELETE FROM search_likeness WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (
            PARTITION BY item_id ORDER BY likeness DESC, other_id) AS place
        FROM search_likeness WHERE item_id = ANY(%s)
    ) AS placed WHERE place > %s)
"""


def relate(*, item_id: int, title: str, vector: NDArray[np.float16] | None) -> None:
    """Find what is like this item anew, by its vector, without one by the words of its title.

    Likeness goes both ways, so the item comes to the lists of those it is like as well. Must run
    in a transaction; rights are not asked here but of what is shown.
    """
    found = _by_meaning(item_id, vector) if vector is not None else _by_title(item_id, title)
    Likeness.objects.filter(item_id=item_id).delete()
    Likeness.objects.filter(other_id=item_id).delete()
    pairs = sorted(
        pair
        for other, likeness in found
        for pair in ((item_id, other, likeness), (other, item_id, likeness))
    )
    with connection.cursor() as cursor:
        for pair in pairs:
            cursor.execute(WRITE, pair)
        cursor.execute(TRIM, [[other for other, _likeness in found], KEPT])


def _by_meaning(item_id: int, vector: NDArray[np.float16]) -> list[tuple[int, float]]:
    others = Item.objects.published().exclude(pk=item_id)
    near = store.nearest(vector, among=others, limit=KEPT, heads_only=True)
    return [(one.item_id, one.likeness) for one in near if one.likeness >= RELATED]


def _by_title(item_id: int, title: str) -> list[tuple[int, float]]:
    rows = (
        Item.objects.published()
        .exclude(pk=item_id)
        .filter(title__trigram_similar=title)
        .annotate(likeness=TrigramSimilarity("title", title))
        .filter(likeness__gte=LEAST_LIKENESS_OF_TITLES)
        .order_by("-likeness", "pk")
    )
    return list(rows.values_list("pk", "likeness")[:KEPT])
