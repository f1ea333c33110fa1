"""What narrows a search besides words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from tantivy import FieldType, Query

from search.index.schema import SCHEMA

# Filters that tell of an item what whoever judges it must not know.
TELLING = frozenset({"offices", "writers", "superior"})


@dataclass(frozen=True, slots=True)
class Filters:
    """Each field narrows; within a field one of the values is enough. None narrows nothing.

    Trees come resolved: ``offices`` and ``categories`` hold the ids of all nodes below the
    chosen one. ``since`` and ``until`` bound the day of publication, the end left out.
    """

    genres: frozenset[str] | None = None
    shapes: frozenset[str] | None = None
    categories: frozenset[int] | None = None
    offices: frozenset[int] | None = None
    writers: frozenset[int] | None = None
    years: frozenset[int] | None = None
    tags: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    superior: bool | None = None
    since: datetime | None = None
    until: datetime | None = None

    def queries(self) -> dict[str, Query]:
        """The query of each filter that is set, by its name."""
        found = {}
        for name, column in _SETS.items():
            values = getattr(self, name)
            if values is not None:
                found[name] = _one_of(column, values)
        if self.superior is not None:
            found["superior"] = Query.term_query(SCHEMA, "superior", int(self.superior))
        if self.since is not None or self.until is not None:
            found["day"] = published_between(self.since, self.until)
        return found

    @property
    def is_set(self) -> bool:
        """Whether anything narrows."""
        return any(getattr(self, field.name) is not None for field in fields(self))


NO_FILTERS = Filters()
_SETS = {
    "genres": "genre",
    "shapes": "shape",
    "categories": "category",
    "offices": "office",
    "writers": "writer",
    "years": "year",
    "tags": "tag",
    "languages": "language",
}


def published_between(since: datetime | None, until: datetime | None) -> Query:
    """From ``since``, and before ``until``; at least one of them is given."""
    return Query.range_query(
        SCHEMA,
        "published",
        FieldType.Integer,
        lower_bound=int(since.timestamp()) if since else None,
        # Whole seconds; an open side must be inclusive.
        upper_bound=int(until.timestamp()) - 1 if until else None,
    )


def _one_of(column: str, values: Iterable[str | int]) -> Query:
    wanted = sorted(values)  # type: ignore[type-var]
    if not wanted:
        return Query.empty_query()
    return Query.term_set_query(SCHEMA, column, wanted)
