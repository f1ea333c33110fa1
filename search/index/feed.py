"""What the database tells of changes."""

from __future__ import annotations

import select
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from core import registry
from search.index.documents import encode
from search.index.schema import VERSION
from search.index.writer import Cursor

CHANNEL = "ckp_search"
# Changes read at once, documents read at once.
BATCH = 2_000
DOCUMENTS = 200

# A row is safe to go past once no transaction that began before it can still commit.
TAIL = """
SELECT txid::text::bigint, id, kind, object_id,
       txid < pg_snapshot_xmin(pg_current_snapshot()) AS is_safe
FROM core_indexchange
WHERE (txid, id) > (%s::text::xid8, %s)
ORDER BY txid, id
LIMIT %s
"""
NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
MARK = "SELECT system_identifier::text || '/' || current_database() FROM pg_control_system()"


@dataclass(frozen=True, slots=True)
class Change:
    """A row of IndexChange; ``is_safe``: no row can appear before it any more."""

    cursor: Cursor
    kind: str
    pk: int
    is_safe: bool


def changes_after(cursor: Cursor, limit: int = BATCH) -> list[Change]:
    """Committed changes beyond the cursor, in order."""
    with connection.cursor() as asked:
        asked.execute(TAIL, [str(cursor.txid), cursor.id, limit])
        return [
            Change(Cursor(txid, pk), kind, object_id, is_safe)
            for txid, pk, kind, object_id, is_safe in asked.fetchall()
        ]


def cursor_now() -> Cursor:
    """Where to follow on from after reading everything: before the oldest transaction that still
    runs."""
    with connection.cursor() as asked:
        asked.execute(NOW)
        (txid,) = asked.fetchone()
    return Cursor(txid, 0)


def mark() -> str:
    """Names the database and the form of documents: an index of another mark is no copy."""
    with connection.cursor() as asked:
        asked.execute(MARK)
        (database,) = asked.fetchone()
    return f"{VERSION}/{database}"


def encoded(changes: Iterable[Change]) -> Iterator[tuple[str, list[int], list[str]]]:
    """Kind, ids and the present documents of what changed, a few hundred at a time."""
    ids: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        if change.kind in registry.searchables:
            ids[change.kind].add(change.pk)
    for kind, wanted in ids.items():
        numbers = sorted(wanted)
        for start in range(0, len(numbers), DOCUMENTS):
            some = numbers[start : start + DOCUMENTS]
            yield kind, some, encode_many(kind, some)


def encode_many(kind: str, ids: list[int]) -> list[str]:
    """The documents of these ids, ready for the index."""
    return [encode(document) for document in registry.searchables[kind].documents(ids)]


def listen() -> None:
    """Have this connection woken by commits that change what search sees."""
    with connection.cursor() as asked:
        asked.execute(f"LISTEN {CHANNEL}")


def wait(seconds: float) -> None:
    """Return when something was committed, or after ``seconds``."""
    raw = connection.connection
    select.select([raw], [], [], seconds)
    raw.poll()
    raw.notifies.clear()
