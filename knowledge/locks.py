"""The only row locks of this app. Several rows are locked in primary-key order."""

from __future__ import annotations

from knowledge.models import Item


def lock_item(item_id: int) -> Item:
    """The item's row, held until the transaction ends.

    ``no_key``: other tables may go on pointing at the row meanwhile.
    """
    return Item.objects.select_for_update(of=("self",), no_key=True).get(pk=item_id)
