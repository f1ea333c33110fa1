"""Letting cached pieces of an item's page go."""

from __future__ import annotations

from django.db.models import F

from knowledge.models import Item


def touch(item_id: int) -> None:
    """Raise the item's version: the key of cached pieces of its page."""
    Item.objects.filter(pk=item_id).update(version=F("version") + 1)


def save_touched(item: Item, *names: str) -> None:
    """Save these columns of an item locked by ``lock_item``, and raise its version with them.

    The lock makes the version read with it the newest one.
    """
    item.version += 1
    item.save(update_fields=[*names, "version"])
