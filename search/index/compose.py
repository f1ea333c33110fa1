"""A query of the officer as a query of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from tantivy import Occur, Searcher
from tantivy import Query as Asked

from search import named
from search.index import rules, weights
from search.index.filters import published_between
from search.index.reader import searcher
from search.index.schema import SCHEMA
from search.index.words import (
    FOUND_IN,
    all_of,
    any_of,
    counting,
    each,
    matching,
    phrase,
    some_of,
)
from search.language.citations import citations
from search.language.cited import Citation
from search.language.clean import clean
from search.language.synonyms import Synonyms
from search.language.tokens import layers
from search.query.fields import Field
from search.query.parse import Clause, Query
from search.words_in_force import synonyms

SEOUL = ZoneInfo("Asia/Seoul")
# Operators that tell who wrote an item or where.
TELLING = frozenset({Field.AUTHOR, Field.OFFICE})


@dataclass(slots=True)
class Composed:
    """A query in parts. ``words``: what is looked for, each alone; ``narrow`` has to hold,
    ``without`` must not; ``scoring`` adds to scores and finds nothing. ``is_telling``: it names
    a writer or an office, and must not find what the officer is judging."""

    words: list[Asked] = field(default_factory=list)
    narrow: list[Asked] = field(default_factory=list)
    without: list[Asked] = field(default_factory=list)
    scoring: list[Asked] = field(default_factory=list)
    # Found whether it has the words or not.
    also: list[Asked] = field(default_factory=list)
    is_telling: bool = False

    @property
    def is_relaxable(self) -> bool:
        """Whether fewer words than all may do."""
        return rules.required(len(self.words)) < len(self.words)

    def found(self, *, relaxed: bool = False) -> Asked:
        """What is found: with every word, or ``relaxed`` with most of them."""
        least = rules.required(len(self.words)) if relaxed else len(self.words)
        parts = []
        if self.words:
            parts.append((Occur.Must, any_of([some_of(self.words, least), *self.also])))
        parts += [(Occur.Must, Asked.const_score_query(query, 0.0)) for query in self.narrow]
        if not parts:
            parts = [(Occur.Must, Asked.all_query())]
        parts += [(Occur.MustNot, query) for query in self.without]
        return Asked.boolean_query(parts)

    def scored(self, found: Asked) -> Asked:
        """The same with all that counts for the order."""
        return Asked.boolean_query(
            [(Occur.Must, found), *((Occur.Should, query) for query in self.scoring)]
        )


def compose(
    query: Query,
    unseen: Asked | None = None,
    *,
    called: Callable[[Iterable[str]], Mapping[str, Iterable[int]]] = named.officers_called,
    same: Callable[[], Synonyms] = synonyms,
) -> Composed | None:
    """The query for the index; None where it asks for nothing. Raises NotReady.

    ``unseen`` are the items that no name of a writer may find. A law article or an HS code among
    the words is found by its name in any writing, or by its words; a term by its synonyms too.
    ``called`` says which officers bear a name, ``same`` what is a synonym.
    """
    if not query:
        return None
    reader = searcher()
    made = Composed(is_telling=any(one.field in TELLING for one in query.operators))
    _add_words(made, query, reader, unseen, called, same())
    for clause in query.clauses:
        if clause.field or clause.excluded or clause.phrase:
            _add_clause(made, clause, reader)
    return made if made.words or made.narrow else None


def _add_words(
    made: Composed,
    query: Query,
    reader: Searcher,
    unseen: Asked | None,
    called: Callable[[Iterable[str]], Mapping[str, Iterable[int]]],
    known: Synonyms,
) -> None:
    plain = [one.text for one in query.words if not one.phrase]
    text = clean(" ".join(plain))
    people = called([*plain, " ".join(plain)])
    rest, at = [], 0
    for cited in citations(text):
        if cited.start < at or not cited.is_place:
            continue
        rest.append(text[at : cited.start])
        at = cited.end
        written = [one for word in text[cited.start : at].split() if (one := _word(word, reader))]
        names = [_term("citation", name) for name in cited.asked]
        made.words.append(any_of([names[0], *([all_of(written)] if written else [])]))
        made.scoring += [Asked.boost_query(name, weights.CITATION) for name in names]
        made.scoring += _place_itself(cited)
    rest.append(text[at:])
    words = list(dict.fromkeys(" ".join(rest).split()))
    at = 0
    for said in known.expand(words):
        made.words += _each(made, words[at : said.start], people, reader, unseen)
        own = _each(made, words[said.start : said.end], people, reader, unseen)
        others = [one for term in said.others if (one := _whole(term, reader)) is not None]
        at = said.end
        if own or others:
            same = [Asked.boost_query(one, rules.SYNONYM) for one in others]
            made.words.append(any_of([*([all_of(own)] if own else []), *same]))
    made.words += _each(made, words[at:], people, reader, unseen)
    made.scoring += each(layers(" ".join(words)))
    if len(words) > 1:
        whole = phrase(layers(" ".join(words)), "title")
        if whole is not None:
            made.scoring.append(Asked.boost_query(whole, rules.TITLE_PHRASE))
        if (ids := people.get(" ".join(words))) and len(made.words) == len(words):
            made.words = [any_of([all_of(made.words), _by(ids, unseen)])]


def _place_itself(cited: Citation) -> list[Asked]:
    """What is about a law's article, as its title says, before what mentions it."""
    for name in cited.asked:
        law, *rest = name.removeprefix("law:").split("/")
        if name.startswith("law:") and rest:
            number, *branch = rest[0].split("의")
            article = f"{law} 제{number}조" + "".join(f"의{one}" for one in branch)
            whole = phrase(layers(article), "title")
            return [Asked.boost_query(whole, weights.CITED_IN_TITLE)] if whole is not None else []
    return []


def _each(
    made: Composed,
    words: Sequence[str],
    people: Mapping[str, Iterable[int]],
    reader: Searcher,
    unseen: Asked | None,
) -> list[Asked]:
    """The query of each word, which may also be somebody's name; titles and tags count."""
    queries = []
    for word in words:
        found = _word(word, reader)
        if found is None:
            continue
        if ids := people.get(word):
            found = any_of([found, _by(ids, unseen)])
        queries.append(found)
        made.scoring += counting(layers(word), reader)
    return queries


def _whole(term: str, reader: Searcher) -> Asked | None:
    """All words of a term."""
    found = [one for word in term.split() if (one := _word(word, reader)) is not None]
    return all_of(found) if found else None


def _add_clause(made: Composed, clause: Clause, reader: Searcher) -> None:
    found = _clause(clause, reader)
    if found is None:
        return
    if clause.excluded:
        made.without.append(found)
    elif clause.field is None or clause.field in (Field.TITLE, Field.FILE, Field.COMMENT):
        made.words.append(found)
    else:
        made.narrow.append(found)


def _clause(clause: Clause, reader: Searcher) -> Asked | None:
    text = clause.text
    match clause.field:
        case None:
            return _at(FOUND_IN, clause, reader)
        case Field.TITLE:
            return _at(("title",), clause, reader)
        case Field.FILE:
            return _at(("files",), clause, reader)
        case Field.COMMENT:
            return _at(("comments",), clause, reader)
        case Field.TAG:
            return _at(("tags",), clause, reader)
        case Field.LAW | Field.HS:
            return _one_of("citation", clause.terms)
        case Field.BEFORE | Field.AFTER:
            assert clause.day is not None
            day = datetime.combine(clause.day, time(), SEOUL)
            is_before = clause.field is Field.BEFORE
            return published_between(None, day) if is_before else published_between(day, None)
        case Field.AUTHOR:
            return _one_of("writer", named.officers_like(text))
        case Field.OFFICE:
            return _one_of("office", named.offices_like(text))
        case Field.CATEGORY:
            return _one_of("category", named.categories_like(text))
        case Field.LANGUAGE:
            return _one_of("language", [text])
        case Field.KIND:
            genres, shapes = named.kinds_like(text)
            return any_of([_one_of("genre", genres), _one_of("shape", shapes)])


def _at(places: Sequence[str], clause: Clause, reader: Searcher) -> Asked | None:
    read = layers(clause.text)
    if not clause.phrase:
        parts = [layers(word) for word in clause.text.split()]
        found = [one for part in parts if (one := matching(part, reader, places)) is not None]
        return all_of(found) if found else None
    whole = [one for place in places if (one := phrase(read, place)) is not None]
    return any_of(whole) if whole else None


def _word(word: str, reader: Searcher) -> Asked | None:
    return matching(layers(word), reader)


def _by(officer_ids: Iterable[int], unseen: Asked | None) -> Asked:
    """What these officers wrote, but for items whose writers the asking officer must not learn."""
    parts = [(Occur.Must, _one_of("writer", officer_ids))]
    if unseen is not None:
        parts.append((Occur.MustNot, unseen))
    return Asked.boolean_query(parts)


def _one_of(column: str, values: Iterable[str | int]) -> Asked:
    wanted = list(values)
    return Asked.term_set_query(SCHEMA, column, wanted) if wanted else Asked.empty_query()


def _term(column: str, value: str) -> Asked:
    return Asked.term_query(SCHEMA, column, value, index_option="basic")
