"""What was typed as a query of the index."""

from __future__ import annotations

from dataclasses import dataclass

from tantivy import Occur, Query, Searcher

from search.index import rules, weights
from search.index.reader import searcher
from search.index.schema import SCHEMA
from search.index.words import all_of, any_of, counting, matching, phrase, some_of
from search.language.citations import citations
from search.language.clean import clean
from search.language.tokens import layers


@dataclass(frozen=True, slots=True)
class Composed:
    """A query in two forms: ``strict`` finds what has every word, ``relaxed`` what has most of
    them (None where that is the same). ``scoring`` adds to scores and finds nothing."""

    strict: Query
    relaxed: Query | None
    scoring: tuple[Query, ...]

    def scored(self, found: Query) -> Query:
        """``strict`` or ``relaxed`` with all that counts for the order."""
        return Query.boolean_query(
            [(Occur.Must, found), *((Occur.Should, query) for query in self.scoring)]
        )


def compose(text: str) -> Composed | None:
    """The query for typed text; None if nothing in it has letters. Raises NotReady.

    A law article or an HS code in it is found by its name in any writing, or by its words.
    """
    reader = searcher()
    text = clean(text)
    queries, scoring, rest, at = [], [], [], 0
    for cited in citations(text):
        if cited.start < at:
            continue
        rest.append(text[at : cited.start])
        at = cited.end
        written = _words(text[cited.start : at], reader)
        named = [_cited(term) for term in cited.asked]
        queries.append(any_of([named[0], *([all_of(written)] if written else [])]))
        scoring += [Query.boost_query(query, weights.CITATION) for query in named]
    rest.append(text[at:])
    typed = " ".join(rest)
    queries += _words(typed, reader)
    if not queries:
        return None
    for word in typed.split():
        scoring += counting(layers(word), reader)
    if len(typed.split()) > 1 and (whole := phrase(layers(typed), "title")) is not None:
        scoring.append(Query.boost_query(whole, rules.TITLE_PHRASE))
    least = rules.required(len(queries))
    return Composed(
        strict=all_of(queries),
        relaxed=some_of(queries, least) if least < len(queries) else None,
        scoring=tuple(scoring),
    )


def _words(text: str, reader: Searcher) -> list[Query]:
    """The query of each word that has letters, each once."""
    read = [layers(word) for word in dict.fromkeys(text.split())]
    return [query for one in read if (query := matching(one, reader)) is not None]


def _cited(name: str) -> Query:
    return Query.term_query(SCHEMA, "citation", name, index_option="basic")
