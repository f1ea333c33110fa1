"""An item as lists show it."""

from __future__ import annotations

from typing import Any

from knowledge.models import Item


def card(item: Item, hidden: frozenset[int]) -> dict[str, Any]:
    """What components/item_card.html takes; no writer, office or score for items in ``hidden``:
    whoever judges an item anew must not know what it was given before.

    The item comes from ``for_list()``, so this asks the database nothing.
    """
    is_hidden = item.pk in hidden
    return {
        "url": item.get_absolute_url(),
        "title": item.title,
        "summary": item.summary,
        "author_name": "" if is_hidden else item.author.name,
        "office_name": "" if is_hidden else item.office.name,
        "date": item.published_at or item.updated_at,
        "views": item.view_count,
        "comments": item.comment_count,
        "score": None if is_hidden else item.score,
        "raw_score": None if is_hidden else item.raw_score,
        "is_superior": item.is_superior and not is_hidden,
        "category": item.category.name if item.category else "",
        "status": item.status,
        "status_label": item.get_status_display(),
    }
