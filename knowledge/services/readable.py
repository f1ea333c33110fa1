"""What a reader's verbs have in common: the item is locked, and the reader may see it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from knowledge.locks import lock_facts
from knowledge.matching import matches
from knowledge.models import Item
from knowledge.querysets import may_see
from knowledge.services.errors import Refused


def lock_visible(item_id: int, by: Officer) -> Item:
    """The item with its facts, locked in the caller's transaction.

    Raises Refused if ``by`` may not see it.
    """
    item = lock_facts(item_id)
    if not matches(may_see(by), item):
        raise Refused(_("This item is no longer open to you. Go back to the list."))
    return item


def lock_published(item_id: int, by: Officer) -> Item:
    """Like ``lock_visible``; raises Refused also where the item is not published."""
    item = lock_visible(item_id, by)
    if item.status != Item.Status.PUBLISHED:
        raise Refused(_("Only published items can be discussed. Wait until this one is published."))
    return item
