"""Who wrote an item."""

from __future__ import annotations

from accounts.models import Officer
from knowledge.models import Item


def writers_of(item: Item) -> list[Officer]:
    """The author, then the co-authors in their order."""
    rows = item.coauthorships.select_related("officer").order_by("position", "pk")
    return [item.author, *(row.officer for row in rows)]


def writer_ids(item: Item) -> list[int]:
    """The same as numbers, with one query."""
    rows = item.coauthorships.order_by("position", "pk")
    return [item.author_id, *rows.values_list("officer_id", flat=True)]
