"""The facts of an item's row that rights depend on, without the rest of it.

Their query is written once by the ORM: writing it takes longer than its answer. What comes is an
``Item`` whose other columns are read when somebody asks for them.
"""

from __future__ import annotations

from functools import lru_cache

from django.db import connection, models

from knowledge.models import Item

# Three belong to no rule: kept pages are found by ``version`` and show ``view_count``, and ``kind``
# says where the item's page is.
RIGHTS = {"id", "status", "author_id", "office_id", "audience_id"}
FACTS = RIGHTS | {"version", "view_count", "kind"}
# In the order of the columns, as a row is made of them.
NAMES = [field.attname for field in Item._meta.concrete_fields if field.attname in FACTS]
# Beyond it PostgreSQL has no number of an item.
MOST = models.BigIntegerField.MAX_BIGINT


def facts_of(item_id: int) -> Item | None:
    """The item with its facts alone, or None if there is none (one query)."""
    return read_facts(_query(), item_id)


def facts_query(rows: models.QuerySet[Item]) -> str:
    """The SQL that reads the facts of one of these rows, by its number."""
    sql, _parameters = rows.filter(pk=1).values_list(*NAMES).query.sql_with_params()
    return sql


def read_facts(query: str, item_id: int) -> Item | None:
    """What ``facts_query`` finds under this number, or None."""
    if item_id > MOST:
        return None
    with connection.cursor() as cursor:
        cursor.execute(query, [item_id])
        found = cursor.fetchone()
    return Item.from_db(connection.alias, NAMES, found) if found else None


@lru_cache(maxsize=1)
def _query() -> str:
    return facts_query(Item.objects.all())
