"""Writing a generation: documents and how far it has come are committed together."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tantivy import Index, Query

from search.index.documents import key_of
from search.index.schema import META, SCHEMA, open_index

# The heap of the writer; larger ones write fewer and larger segments.
HEAP = 50_000_000  # bytes


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """The last change that is in the index: ``IndexChange.txid`` and ``id``."""

    txid: int
    id: int


@dataclass(frozen=True, slots=True)
class Meta:
    """What a generation says of itself. ``mark`` tells whose copy it is, made by which code;
    ``seen`` when it last was up to date, in seconds since 1970."""

    cursor: Cursor
    mark: str
    seen: float


def read_meta(index: Index) -> Meta | None:
    """What the index says of itself; None for one that was never committed."""
    searcher = index.searcher()
    hits = searcher.search(Query.term_query(SCHEMA, "key", META), 1, count=False).hits
    if not hits:
        return None
    stored: Any = json.loads(searcher.doc(hits[0][1]).get_first(META) or "null")
    return Meta(Cursor(**stored["cursor"]), stored["mark"], stored["seen"])


class Writer:
    """The one writer of a generation. Raises ValueError where another process is that."""

    def __init__(self, folder: Path, mark: str) -> None:
        self.folder = folder
        self.mark = mark
        self.index = open_index(folder)
        self._writer = self.index.writer(HEAP, 1)

    def put(self, kind: str, ids: Iterable[int], encoded: Iterable[str]) -> None:
        """Replace the documents of ``ids`` by those encoded; what is missing there goes."""
        for pk in ids:
            self._writer.delete_documents_by_term("key", key_of(kind, pk))
        self.add(encoded)

    def add(self, encoded: Iterable[str]) -> None:
        """Add documents that the generation does not have."""
        for document in encoded:
            self._writer.add_json(document)

    def commit(self, cursor: Cursor) -> None:
        """Make all since the last commit durable and visible, together with the cursor."""
        meta = asdict(Meta(cursor, self.mark, time.time()))
        self._writer.delete_documents_by_term("key", META)
        self._writer.add_json(json.dumps({"key": META, META: json.dumps(meta)}))
        self._writer.commit()

    def close(self) -> None:
        """Let merges finish and the folder go."""
        self._writer.wait_merging_threads()
