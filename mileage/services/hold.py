"""Doubts about an item, while which nothing that is held for it is paid."""

from __future__ import annotations

from django.db import transaction

from mileage.models import ItemHold


@transaction.atomic
def hold_item(*, item_id: int, source: str) -> None:
    """Note a doubt, unless it has been settled before its beginning arrived here."""
    ItemHold.objects.get_or_create(source=source, defaults={"item_id": item_id, "is_open": True})


@transaction.atomic
def release_item(*, item_id: int, source: str) -> None:
    """Settle a doubt; also one whose beginning has not arrived yet."""
    ItemHold.objects.update_or_create(
        source=source, defaults={"is_open": False}, create_defaults={"item_id": item_id}
    )
