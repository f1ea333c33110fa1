"""What helps where nothing was found: fewer words, no filters, and who has written about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from accounts.models import Officer
from knowledge.models import Item
from search.choices import Choices
from search.index import ask
from search.index.compose import compose
from search.index.filters import NO_FILTERS, Filters
from search.index.scope import Scope
from search.index.words import any_of
from search.query.parse import Query, parse

# Words that are left out one at a time.
MOST_TRIED = 6
# The best by any of the words, among which writers are counted.
READ = 60
MOST_WRITERS = 5


@dataclass(frozen=True, slots=True)
class Fewer:
    """A search with less in it: what it leaves out, its address, and its number of hits."""

    left_out: str
    text: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class Rescue:
    """``unfiltered`` is the number of hits without filters, None where none is set. ``writers``
    are officers with how many of their items are about it."""

    fewer: list[Fewer] = field(default_factory=list)
    unfiltered: int | None = None
    writers: list[tuple[Officer, int]] = field(default_factory=list)


def rescue(scope: Scope, query: Query, choices: Choices) -> Rescue:
    """Help for a search that found nothing (2 queries and those of names). Raises NotReady."""
    filters = choices.filters()
    asked = [clause for clause in query.clauses if not clause.excluded]
    fewer = []
    for clause in asked[:MOST_TRIED] if len(asked) > 1 else []:
        text = query.without(clause)
        if number := _count(scope, parse(text), filters):
            left_out = query.text[clause.start : clause.end].strip()
            fewer.append(Fewer(left_out, text, choices.address(text), number))
    return Rescue(
        fewer=sorted(fewer, key=lambda one: -one.count),
        unfiltered=_count(scope, query, NO_FILTERS) if choices.chosen else None,
        writers=_writers(scope, query),
    )


def _count(scope: Scope, query: Query, filters: Filters) -> int:
    composed = compose(query, scope.unseen)
    if composed is None:
        return 0
    return ask.count(
        ask.Question(scope, composed.found(), filters=filters, is_telling=composed.is_telling)
    )


def _writers(scope: Scope, query: Query) -> list[tuple[Officer, int]]:
    """Who wrote most of what the officer may read and has any of the words.

    What the officer is judging is left out: a name would tell who wrote it.
    """
    composed = compose(query, scope.unseen)
    if composed is None or not composed.words:
        return []
    words = any_of(composed.words)
    question = ask.Question(scope, words, composed.scored(words), is_telling=True)
    numbers = {pk for pk, _score in ask.find(question, limit=READ).hits} - scope.hidden
    rows = Item.objects.visible_to(scope.officer).published().filter(pk__in=numbers)
    written = Counter(rows.values_list("author_id", flat=True))
    written.pop(scope.officer.pk, None)
    people = Officer.objects.filter(is_active=True).select_related("office").in_bulk(written)
    return [(people[pk], n) for pk, n in written.most_common() if pk in people][:MOST_WRITERS]
