"""The only row locks of this app. Several rows are locked in primary-key order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core.rows import only
from knowledge.facts import facts_query, read_facts
from knowledge.models import Item, Suggestion
from knowledge.services.errors import Refused

P = TypeVar("P", bound=Model)


def lock_item(item_id: int) -> Item:
    """The item's row, held until the transaction ends.

    ``no_key``: other tables may go on pointing at the row meanwhile. Relations are read with
    queries of their own: a join would show them as they were before the wait for the lock.
    Raises Refused if a draft was deleted meanwhile.
    """
    rows = Item.objects.select_for_update(of=("self",), no_key=True)
    return _present(only(rows.filter(pk=item_id)))


def lock_facts(item_id: int) -> Item:
    """Like ``lock_item``, with no more of the item than ``knowledge.facts``: for short verbs."""
    return _present(read_facts(_locking_query(), item_id))


def lock_suggestion(suggestion_id: int) -> Suggestion:
    """A suggested edit, held until the transaction ends; its item is locked before it."""
    rows = Suggestion.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=suggestion_id)


def lock_policy(policy: P) -> P:
    """A version of a policy, held until the transaction ends: nobody edits what is approved."""
    rows = type(policy)._default_manager.select_for_update(of=("self",), no_key=True)
    fresh: P = rows.get(pk=policy.pk)
    return fresh


@lru_cache(maxsize=1)
def _locking_query() -> str:
    return facts_query(Item.objects.select_for_update(no_key=True))


def _present(item: Item | None) -> Item:
    if item is None:
        raise Refused(_("This item no longer exists: it was a draft, and its author deleted it."))
    return item


def hold_category(category_id: int) -> bool:
    """Keep a category from being deleted until the transaction ends; False if it is gone.

    A key share lock, which Django has no word for: it keeps nobody else from using or renaming
    the category.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM knowledge_category WHERE id = %s FOR KEY SHARE", [category_id]
        )
        return cursor.fetchone() is not None


def hold_items(item_ids: Iterable[int]) -> set[int]:
    """Keep items from being deleted until the transaction ends; those that are there."""
    wanted = sorted(set(item_ids))
    if not wanted:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM knowledge_item WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [wanted]
        )
        return {pk for (pk,) in cursor.fetchall()}


def hold_content(sha256: str) -> None:
    """One transaction at a time stores or deletes the file of this fingerprint."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


def lock_items(item_ids: Iterable[int]) -> None:
    """The rows of several items, in primary-key order; those that are gone are passed over."""
    rows = Item.objects.filter(pk__in=set(item_ids)).order_by("pk").values_list("pk")
    list(rows.select_for_update(of=("self",), no_key=True))


@contextmanager
def sole_import() -> Iterator[bool]:
    """Within the block no other import runs; False if one does. A killed import lets go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('knowledge import'))")
        (is_alone,) = cursor.fetchone()
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('knowledge import'))")
