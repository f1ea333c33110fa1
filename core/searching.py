"""What an app tells search about its things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True, slots=True)
class AttachedText:
    """The text of one attachment."""

    pk: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing as search sees it: plain texts, and what its rights and filters hang on.

    ``writers`` are the ids of author and co-authors, the author first. Trees (offices,
    categories) are known by the id of the one node; who asks resolves what is below it, so that
    a move in a tree changes no document. Names of officers are resolved by who asks, too.
    """

    kind: str
    pk: int
    audience: int
    writers: tuple[int, ...]
    office: int
    category: int | None
    language: str
    # The kind of knowledge, and within it the shape, e.g. "knowledge", "howto".
    genre: str
    shape: str
    title: str
    summary: str
    body: str
    tags: tuple[str, ...]
    comments: tuple[str, ...]
    attachments: tuple[AttachedText, ...]
    # Law articles and HS codes as they were written.
    citations: tuple[str, ...]
    published_at: datetime
    changed_at: datetime
    score: Decimal | None
    superior: bool
    readings: int


class Searchable(Protocol):
    """A kind of thing that search may see."""

    code: str

    def ids(self, after: int, limit: int) -> list[int]:
        """The next ids above ``after``, in order; empty at the end."""

    def documents(self, ids: Iterable[int]) -> Iterator[SearchDocument]:
        """Those of ``ids`` that may be found. One that is missing must not be found any more."""
