"""How tests fill in the form of an item."""

from __future__ import annotations

from typing import Any

from django.test import Client

from accounts.models import Officer
from knowledge.desk import desk_of
from knowledge.models import Item


def signed_in(officer: Officer) -> Client:
    """A browser of that officer."""
    client = Client()
    client.force_login(officer)
    return client


def form_of(item: Item, officer: Officer, **changes: Any) -> dict[str, Any]:
    """What the form of the item would send, with changes."""
    item = Item.objects.for_page().get(pk=item.pk)
    return {**desk_of(item, officer).initial, **changes}
