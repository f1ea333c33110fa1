"""Vectors in the database: the only module that knows their column.

They are ``halfvec`` of pgvector with HNSW indexes. Where the extension is missing, ``is_ready()``
says so, nothing else here may be called, and search goes by words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import FloatField
from django.db.models.expressions import RawSQL

from knowledge.querysets import ItemQuerySet
from search.models import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READY_KEY = "search:vectors"
# The column comes and goes with an administrator's command, which does not tell every process.
READY_SECONDS = 60
# Passages looked at for one list: several of an item may be near.
PASSAGES_AN_ITEM = 2

HAS_COLUMN = """
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'search_passage'::regclass
               AND attname = 'embedding' AND NOT attisdropped)
"""
# The scan goes on behind what the officer may not read until the list is full; without it, an
# officer of few rights would get a short list or none. Its order is exact.
SCAN = """
SELECT set_config('hnsw.iterative_scan', 'strict_order', true),
       set_config('hnsw.ef_search', %s, true)
"""
WRITE = """
INSERT INTO search_passage (item_id, number, embedding) VALUES (%s, %s, %s::halfvec)
ON CONFLICT (item_id, number) DO UPDATE SET embedding = EXCLUDED.embedding
"""
DISTANCE = "search_passage.embedding <=> %s::halfvec"


@dataclass(frozen=True, slots=True)
class Near:
    """An item and how near its nearest passage is: cosine, 1 is the same."""

    item_id: int
    likeness: float


def prepare() -> bool:
    """Make the column and its indexes where they can be had; whether they are there now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_prepare_meaning()")
        is_there = bool(cursor.fetchone()[0])
    cache.set(READY_KEY, is_there, READY_SECONDS)
    return is_there


def is_ready() -> bool:
    """Whether vectors can be kept here (mostly from the cache, else one query)."""
    known: bool | None = cache.get(READY_KEY)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(HAS_COLUMN)
            known = bool(cursor.fetchone()[0])
        cache.set(READY_KEY, known, READY_SECONDS)
    return known


def write(item_id: int, vectors: NDArray[np.float16], *, is_whole: bool) -> None:
    """Put the passages' vectors, from number 0 on. If ``is_whole``, further ones of an older text
    go; must run in a transaction."""
    with connection.cursor() as cursor:
        for number, vector in enumerate(vectors):
            cursor.execute(WRITE, [item_id, number, as_text(vector)])
    if is_whole:
        Passage.objects.filter(item_id=item_id, number__gte=len(vectors)).delete()


def nearest(
    vector: NDArray[np.float16], *, among: ItemQuerySet, limit: int, heads_only: bool = False
) -> list[Near]:
    """The ``limit`` items of ``among`` with the nearest passages, nearest first.

    ``among`` is a condition, never a list: rights are its ``visible_to``. One query; some 3 ms of
    100,000 passages. With ``heads_only`` titles and summaries alone are compared.
    """
    rows = Passage.objects.filter(item__in=among.order_by().values("pk"))
    if heads_only:
        rows = rows.filter(number=0)
    wanted = limit if heads_only else limit * PASSAGES_AN_ITEM
    distance = RawSQL(DISTANCE, [as_text(vector)], output_field=FloatField())  # noqa: S611
    rows = rows.annotate(distance=distance).order_by("distance")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SCAN, [str(max(40, wanted))])
        passages = list(rows.values_list("item_id", "distance")[:wanted])
    best: dict[int, float] = {}
    for item_id, far in passages:
        best.setdefault(item_id, 1 - far)
    return [Near(*pair) for pair in best.items()][:limit]


def as_text(vector: NDArray[np.float16] | Sequence[float]) -> str:
    """A vector as pgvector reads it."""
    return "[" + ",".join(f"{number:.5g}" for number in vector) + "]"
