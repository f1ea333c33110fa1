"""Hits as a page shows them: asked of the index, checked and ordered by PostgreSQL.

The index says what fits and how many there are. Before anything of an item is shown, PostgreSQL
says again whether the officer may read it; what fell away since the last commit of the follower
is left out, and the page filled from behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tantivy import Query as Asked

from accounts.models import Officer
from core import clock
from knowledge.models import Item
from knowledge.querysets import ItemQuerySet
from search.index import ask, rules
from search.index.compose import Composed, compose
from search.index.documents import key_of
from search.index.filters import NO_FILTERS, Filters
from search.index.schema import SCHEMA
from search.index.scope import Scope, scope_of
from search.index.words import all_of
from search.meaning import question as meaning
from search.meaning.fuse import fused
from search.query.parse import Query

# The best so many by their words are put in order with what else is known of them; who pages
# further sees the order of words.
ORDERED = 200
# Asked for beyond a page, for what fell away.
SPARE = 10


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits, in order; ``count`` of all; ``is_relaxed``: some words may be missing."""

    items: list[Item] = field(default_factory=list)
    count: int = 0
    is_relaxed: bool = False
    scope: Scope | None = None
    question: ask.Question | None = None

    def facets(self, names: Sequence[str] = tuple(ask.FACETS)) -> dict[str, dict[Any, int]]:
        """How many of all hits have each value of each facet. Raises NotReady."""
        return ask.facets(self.question, names) if self.question else {}


def search(
    officer: Officer,
    query: Query,
    *,
    filters: Filters = NO_FILTERS,
    order: str = "best",
    offset: int = 0,
    limit: int = 20,
) -> Hits:
    """Published items that the officer may read and that fit. Raises NotReady.

    An empty query finds everything that the filters leave, a query that only leaves things out
    finds nothing. ``order`` is one of ``ask.ORDERS``; without words the best are the newest.
    """
    scope = scope_of(officer)
    # Worked out beside the search by words.
    meant = meaning.ask(query.plain) if order == "best" and query.plain else None
    composed = compose(query, scope.unseen)
    if composed is None:
        if query.clauses:
            return Hits(scope=scope)
        composed = Composed()
    question, is_relaxed = question_of(scope, composed, filters)
    if order == "best" and composed.words:
        near = [one.item_id for one in meant.near(among=_may_find(officer))] if meant else []
        if near:
            composed.also.append(_these(near))
            question, _relaxed = question_of(scope, composed, filters, relaxed=is_relaxed)
        items, count = _best(question, near, offset, limit)
    else:
        items, count = _in_order(question, "newest" if order == "best" else order, offset, limit)
    return Hits(items, count, is_relaxed, scope, question)


def question_of(
    scope: Scope,
    composed: Composed,
    filters: Filters = NO_FILTERS,
    *,
    relaxed: bool | None = None,
) -> tuple[ask.Question, bool]:
    """The strict question, or the relaxed one where that finds too little; or what is said."""
    words, is_relaxed = composed.found(relaxed=bool(relaxed)), bool(relaxed)
    if relaxed is None and composed.is_relaxable:
        strict = ask.Question(scope, words, filters=filters, is_telling=composed.is_telling)
        if ask.count(strict) < rules.ENOUGH:
            words, is_relaxed = composed.found(relaxed=True), True
    scored = composed.scored(words)
    return ask.Question(scope, words, scored, filters, composed.is_telling), is_relaxed


def _best(
    question: ask.Question, near: list[int], offset: int, limit: int
) -> tuple[list[Item], int]:
    """By words and by what is known of the items, as far as ``ORDERED``, fused with what is
    ``near`` by its meaning; behind, by words."""
    found = ask.find(question, limit=ORDERED)
    rows = _signals(question.scope, [pk for pk, _score in found.hits])
    now = clock.now()
    scores = {pk: score * rules.multiplier(rows[pk], now) for pk, score in found.hits if pk in rows}
    gone = len(found.hits) - len(scores)
    first = sorted((pk for pk in scores if scores[pk] > 0), key=lambda pk: -scores[pk])
    if near:
        first = fused(first, _narrowed(question, near))
    else:
        first += [pk for pk in scores if scores[pk] <= 0]
    wanted = first[offset : offset + limit]
    items = _readable(question.scope.officer, wanted)
    if len(wanted) < limit and found.count > ORDERED:
        beyond = max(offset - len(first), 0) + len(found.hits)
        more, _count = _in_order(
            question, "best", beyond, limit - len(wanted), known=frozenset(first)
        )
        items += more
    return items, found.count - gone


def _narrowed(question: ask.Question, near: list[int]) -> list[int]:
    """Those of the items that filters and operators leave, in this order."""
    words = _these(near) if question.words is None else all_of([question.words, _these(near)])
    left = ask.find(replace(question, words=words, scored=None), limit=len(near))
    numbers = {pk for pk, _score in left.hits}
    return [pk for pk in near if pk in numbers]


def _these(numbers: Iterable[int]) -> Asked:
    """These items, whatever their words."""
    keys = [key_of("item", pk) for pk in numbers]
    return Asked.const_score_query(Asked.term_set_query(SCHEMA, "key", keys), 0.0)


def _may_find(officer: Officer) -> ItemQuerySet:
    return Item.objects.visible_to(officer).published()


def _in_order(
    question: ask.Question,
    order: str,
    offset: int,
    limit: int,
    known: frozenset[int] = frozenset(),
) -> tuple[list[Item], int]:
    """By one column or by words alone, any number of pages away."""
    items: list[Item] = []
    gone = 0
    while True:
        found = ask.find(question, order=order, offset=offset, limit=limit + SPARE)
        numbers = [pk for pk, _score in found.hits if pk not in known]
        some = _readable(question.scope.officer, numbers)
        gone += len(numbers) - len(some)
        items += some
        if len(items) >= limit or len(found.hits) < limit + SPARE:
            return items[:limit], found.count - gone
        offset += len(found.hits)


def _readable(officer: Officer, numbers: Sequence[int]) -> list[Item]:
    """Those of the items that are published and that the officer may read now, in this order."""
    rows = _may_find(officer).filter(pk__in=numbers).for_list()
    by_number = {item.pk: item for item in rows} if numbers else {}
    return [by_number[pk] for pk in numbers if pk in by_number]


def _signals(scope: Scope, numbers: Iterable[int]) -> dict[int, rules.Signals]:
    """What PostgreSQL knows now of those that the officer may read. Of what the officer is
    judging nothing counts that would tell how it was judged."""
    rows = _may_find(scope.officer).filter(pk__in=list(numbers))
    return {
        pk: rules.Signals(superior, score, published_at, readings)
        if pk not in scope.hidden
        else rules.Signals(False, None, published_at, readings)
        for pk, superior, score, published_at, readings in (
            (pk, grade == Item.Grade.SUPERIOR, score, published_at, readings)
            for pk, grade, score, published_at, readings in rows.values_list(
                "pk", "grade", "score", "published_at", "view_count"
            )
            if published_at is not None
        )
    }
