"""Asking the index: best hits, exact numbers, facets, any page, all for one officer.

Every question goes through ``_narrowed``, which puts the officer's scope into it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tantivy import Occur, Order, Query, Searcher

from search.index import store
from search.index.damage import is_damage
from search.index.filters import NO_FILTERS, TELLING, Filters
from search.index.reader import NotReady, searcher
from search.index.schema import SCHEMA
from search.index.scope import Scope

# What an order reads; the best first is the order of scores.
ORDERS: Mapping[str, str | None] = {
    "best": None,
    "newest": "published",
    "changed": "changed",
    "score": "score",
    "read": "readings",
}
# Facet, and the filter that chooses among its values.
FACETS: Mapping[str, str] = {
    "genre": "genres",
    "shape": "shapes",
    "category": "categories",
    "office": "offices",
    "year": "years",
    "tag": "tags",
    "language": "languages",
    "superior": "superior",
}
# Values of a facet that are counted; there are fewer offices, categories and years than this.
MOST_VALUES = 1_000
MOST_TAGS = 20
# Exact numbers need every value of every segment; there are fewer tags than this.
EVERY_VALUE = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """Numbers of items with their scores, best first, and how many there are in all."""

    hits: list[tuple[int, float]]
    count: int


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, in what, by whom. Without ``words`` everything is found.

    ``scored`` finds the same as ``words`` and gives the scores; facets do without.
    """

    scope: Scope
    words: Query | None = None
    scored: Query | None = None
    filters: Filters = NO_FILTERS
    # Words that name a writer or an office: they must not find what the officer is judging.
    is_telling: bool = False


def find(question: Question, *, order: str = "best", offset: int = 0, limit: int = 20) -> Found:
    """Hits ``offset`` to ``offset + limit`` in an order of ``ORDERS``. Raises NotReady."""
    column = ORDERS[order]
    words = (question.scored or question.words) if column is None else question.words
    query = _narrowed(question, words, telling=order == "score")

    def ask(reader: Searcher) -> Found:
        result = reader.search(
            query,
            limit,
            count=True,
            offset=offset,
            order_by_field=column,
            order=Order.Desc,
        )
        numbers = reader.fast_field_values("pk", [address for _score, address in result.hits])
        hits = [
            (int(pk or 0), float(score) if column is None else 0.0)
            for pk, (score, _address) in zip(numbers, result.hits, strict=True)
        ]
        return Found(hits, int(result.count))  # type: ignore[attr-defined]

    return _asked(ask)


def count(question: Question) -> int:
    """How many hits there are. Raises NotReady."""
    return find(replace(question, scored=None), limit=1).count


def facets(question: Question, names: Sequence[str] = tuple(FACETS)) -> dict[str, dict[Any, int]]:
    """How many hits have each value of each facet, most first.

    A facet leaves its own filter out, so that it says what another choice would find. Raises
    NotReady.
    """
    groups: dict[tuple[str | None, bool], list[str]] = {}
    chosen = question.filters.queries()
    for name in names:
        own = FACETS[name] if FACETS[name] in chosen else None
        groups.setdefault((own, FACETS[name] in TELLING), []).append(name)

    def ask(reader: Searcher) -> dict[str, dict[Any, int]]:
        found = {}
        for (own, telling), some in groups.items():
            query = _narrowed(question, question.words, without=own, telling=telling)
            answer = reader.aggregate(query, {name: _terms(name) for name in some})
            for name in some:
                found[name] = {
                    bucket["key"] if isinstance(bucket["key"], str) else int(bucket["key"]): int(
                        bucket["doc_count"]
                    )
                    for bucket in answer[name]["buckets"]
                }
        return found

    return _asked(ask)


def _terms(name: str) -> dict[str, Any]:
    size = MOST_TAGS if name == "tag" else MOST_VALUES
    return {"terms": {"field": name, "size": size, "segment_size": EVERY_VALUE}}


def _narrowed(
    question: Question, words: Query | None, *, without: str | None = None, telling: bool = False
) -> Query:
    """The question with scope and filters. What tells of a writer or a grade leaves out what
    the officer is judging."""
    chosen = question.filters.queries()
    chosen.pop(without or "", None)
    scope = question.scope
    parts = [(Occur.Must, words)] if words is not None else []
    narrow = [Query.term_query(SCHEMA, "kind", "item", index_option="basic"), *chosen.values()]
    if scope.readable is not None:
        narrow.append(scope.readable)
    parts += [(Occur.Must, Query.const_score_query(query, 0.0)) for query in narrow]
    is_telling = telling or question.is_telling or bool(TELLING & chosen.keys())
    if is_telling and scope.unseen is not None:
        parts.append((Occur.MustNot, scope.unseen))
    return Query.boolean_query(parts)


def _asked(ask: Any) -> Any:
    """Ask, and tell the follower of an index that cannot answer."""
    reader = searcher()
    folder = store.current()
    try:
        return ask(reader)
    except BaseException as error:
        if not is_damage(error):
            raise
        if folder is not None:
            store.report_broken(folder)
        raise NotReady from error
