"""Which of many officers may read an item."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.models import QuerySet

from accounts.models import Officer
from accounts.rights import load_rights
from knowledge.matching import matches
from knowledge.models import Item
from knowledge.querysets import may_see
from knowledge.writers import writer_ids


def readers_among(officers: Iterable[Officer], item: Item) -> list[Officer]:
    """Those who may know of the item now, in their order.

    The rule is that of ``visible_to``, asked of the row in hand: a handful of queries for any
    number of officers. Officers come with their office.
    """
    people = list(officers)
    load_rights(people)
    writers = frozenset(writer_ids(item))
    return [
        officer
        for officer in people
        if matches(may_see(officer), item, partial(_wrote, officer.pk in writers))
    ]


def _wrote(answer: bool, wanted: QuerySet[Any], value: Any) -> bool:
    """The rule's one subquery asks whether the officer is a co-author, which is known here."""
    return answer
