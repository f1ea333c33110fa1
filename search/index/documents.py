"""A document of the portal as a document of the index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from core.searching import SearchDocument
from search.index.schema import LAYERS, field
from search.language.citations import terms
from search.language.tokens import Layers, layers

SEOUL = ZoneInfo("Asia/Seoul")
# Of one attachment; longer ones are tables and logs, whose end nobody looks for.
LONGEST_FILE = 200_000  # characters


def key_of(kind: str, pk: int) -> str:
    """What names a document in the index."""
    return f"{kind}:{pk}"


def encode(document: SearchDocument) -> str:
    """The document as JSON that the index takes. The slow part of indexing: pure, for any
    process."""
    title = layers(document.title)
    tags = layers("\n".join(document.tags))
    rest = layers(f"{document.summary}\n{document.body}")
    files = [
        layers(f"{attached.name}\n{attached.text[:LONGEST_FILE]}")
        for attached in document.attachments
    ]
    row: dict[str, Any] = {
        "key": key_of(document.kind, document.pk),
        "kind": document.kind,
        "pk": document.pk,
        "genre": document.genre,
        "shape": document.shape,
        "language": document.language,
        "tag": list(document.tags),
        "audience": document.audience,
        "writer": list(document.writers),
        "office": document.office,
        "superior": int(document.superior),
        "year": document.published_at.astimezone(SEOUL).year,
        "published": int(document.published_at.timestamp()),
        "changed": int(document.changed_at.timestamp()),
        "readings": document.readings,
    }
    if document.category is not None:
        row["category"] = document.category
    if document.score is not None:
        row["score"] = int(document.score * 100)
    cited = "\n".join((document.title, document.summary, *document.citations, document.body))
    if places := terms(cited):
        row["citation"] = list(places)
    _put(row, "title", [title])
    _put(row, "tags", [tags])
    _put(row, "text", [title, tags, rest])
    _put(row, "comments", [layers(text) for text in document.comments])
    _put(row, "files", files)
    return json.dumps(row, ensure_ascii=False)


def _put(row: dict[str, Any], place: str, parts: Iterable[Layers]) -> None:
    parts = list(parts)
    for layer in LAYERS:
        words = [word for part in parts for word in getattr(part, layer)]
        if words:
            row[field(place, layer)] = " ".join(words)
