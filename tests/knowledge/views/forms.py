"""How tests fill in the form of an item."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from knowledge.desk import desk_of
from knowledge.models import Item, Revision


def signed_in(officer: Officer) -> Client:
    """A browser of that officer."""
    client = Client()
    client.force_login(officer)
    return client


def form_of(item: Item, officer: Officer, **changes: Any) -> dict[str, Any]:
    """What the form of the item would send, with changes."""
    item = Item.objects.for_page().get(pk=item.pk)
    return {**desk_of(item, officer).initial, **changes}


def save(item: Item, by: Officer, **changes: Any) -> Any:
    """Send the form as ``by`` with changes."""
    return signed_in(by).post(
        reverse("knowledge:edit", args=[item.pk]), form_of(item, by, **changes)
    )


def errors(answer: Any, name: str | None = None) -> list[str]:
    """What the form in the answer says of a field; of the whole form for None."""
    found: list[str] = answer.context["form"].errors.get(name or "__all__", [])
    return found


def latest(item: Item) -> Revision:
    return Revision.objects.filter(item=item).latest("number")
