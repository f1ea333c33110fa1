"""Whom it concerns when an item turns out wrong."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Officer
from knowledge.models import Bookmark, CoAuthor, Item, ItemLink, Reading


def officers_touched(item_id: int) -> QuerySet[Officer]:
    """Active officers who read or bookmarked the item, or wrote one that links to it.

    Each once, in one query; whether they may still read it is for the caller to ask.
    """
    citing = ItemLink.objects.filter(target_id=item_id).values("source")
    groups = (
        Reading.objects.filter(item_id=item_id).values("officer"),
        Bookmark.objects.filter(item_id=item_id).values("officer"),
        Item.objects.filter(pk__in=citing).values("author"),
        CoAuthor.objects.filter(item__in=citing).values("officer"),
    )
    first, *others = groups
    return Officer.objects.filter(pk__in=first.union(*others), is_active=True)
