"""A word as a query of the index: by its morphemes, else whole, else by pairs of characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tantivy import Occur, Query, Searcher

from search.index import rules, weights
from search.index.schema import LAYERS, SCHEMA, field
from search.language.tokens import Layers

# Longer words are cut: nobody types them.
MOST_TOKENS = 12
# Tokens of one layer of the whole question that count each for itself.
MOST_SCORED = 60
# Words of title and tags stand in "text" as well: there they are found, at their own place they
# count for more.
FOUND_IN = ("text", "comments", "files")
COUNTED_IN = ("title", "tags")
BOOSTS = {**weights.FIELDS, "text": weights.FIELDS["body"]}


def term(place: str, layer: str, token: str) -> Query:
    """One token at one place."""
    return Query.term_query(SCHEMA, field(place, layer), token)


def any_of(queries: Sequence[Query]) -> Query:
    """At least one of them."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Query]) -> Query:
    """Each of them."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def some_of(queries: Sequence[Query], least: int) -> Query:
    """At least so many of them."""
    if least >= len(queries):
        return all_of(queries)
    return Query.boolean_query(
        [(Occur.Should, query) for query in queries], minimum_number_should_match=least
    )


def matching(read: Layers, searcher: Searcher, places: Sequence[str] = FOUND_IN) -> Query | None:
    """Documents with the word at one of the places; None for a word without letters."""
    found = [query for place in places for query in _at(place, read, searcher)]
    return any_of(found) if found else None


def counting(read: Layers, searcher: Searcher) -> list[Query]:
    """What adds to the score of a document that has the word, and finds none."""
    return [query for place in COUNTED_IN for query in _at(place, read, searcher, LAYERS[:2])]


def each(read: Layers) -> list[Query]:
    """Every token for itself, in titles and texts: adds to the score of what has some of them.

    Of a sentence an answer has some words, and of a compound some parts; without this it would
    count nothing for them (measured: 0.005 to 0.02 nDCG@10 on the three sets).
    """
    found = []
    for place, weight in weights.EACH.items():
        for layer in LAYERS[:2]:
            for token in list(dict.fromkeys(getattr(read, layer)))[:MOST_SCORED]:
                boost = weight * weights.LAYERS[layer]
                found.append(Query.boost_query(term(place, layer, token), boost))
    return found


def phrase(read: Layers, place: str) -> Query | None:
    """The words side by side: as morphemes, or letter by letter where they have none."""
    for layer, tokens in (("morphemes", read.morphemes), ("bigrams", read.bigrams)):
        if len(tokens) > 1:
            return Query.phrase_query(SCHEMA, field(place, layer), list(tokens[: 4 * MOST_TOKENS]))
        if tokens:
            return term(place, layer, tokens[0])
    return None


def _at(
    place: str, read: Layers, searcher: Searcher, layers: Sequence[str] = LAYERS
) -> Iterator[Query]:
    """The word at one place in each layer that says something of its own."""
    for layer in layers:
        tokens = tuple(dict.fromkeys(getattr(read, layer)))[:MOST_TOKENS]
        if layer == "surface":
            # The word as a whole; what follows are compounds inside it.
            tokens = tokens[:1]
            if tokens == read.morphemes:
                continue
        if not tokens or (layer == "bigrams" and not _is_rare(read, searcher, place)):
            continue
        query = all_of([term(place, layer, token) for token in tokens])
        yield Query.boost_query(query, BOOSTS[place] * weights.LAYERS[layer])


def _is_rare(read: Layers, searcher: Searcher, place: str) -> bool:
    """Whether few documents have the word by its morphemes."""
    name = field(place, "morphemes")
    tokens = read.morphemes[:MOST_TOKENS]
    return not tokens or (
        min(searcher.doc_freq(name, token) for token in tokens) < rules.BIGRAMS_BELOW
    )
