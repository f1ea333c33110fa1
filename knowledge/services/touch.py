"""Letting cached pieces of an item's page go."""

from __future__ import annotations

from functools import lru_cache

from django.db import connection
from psycopg2 import sql

from core.services.changed import changed
from knowledge.models import Item
from knowledge.searchable import KIND


def touch(item_id: int, **steps: int) -> None:
    """Raise the item's version: the key of cached pieces of its page.

    ``steps`` says by how much counters of the item change with it: ``comment_count=1``.
    """
    steps["version"] = 1
    with connection.cursor() as cursor:
        cursor.execute(_sql(tuple(steps)), [*steps.values(), item_id])


@lru_cache
def _sql(names: tuple[str, ...]) -> sql.Composed:
    """Written by hand: every comment and reaction runs it, and the ORM's takes longer to write."""
    step = sql.SQL("{0} = {0} + %s")
    return sql.SQL("UPDATE {} SET {} WHERE id = %s").format(
        sql.Identifier(Item._meta.db_table),
        sql.SQL(", ").join(step.format(sql.Identifier(name)) for name in names),
    )


def save_touched(item: Item, *names: str) -> None:
    """Save these columns of an item locked by ``lock_item``, raise its version with them, and
    tell search.

    The lock makes the version read with it the newest one.
    """
    item.version += 1
    item.save(update_fields=[*names, "version"])
    tell_search(item.pk)


def tell_search(*item_ids: int) -> None:
    """Say that search may see these items differently now: in the transaction of the change."""
    changed(kind=KIND, ids=item_ids)
