"""From the search box to clauses. Pure; never raises, whatever is typed.

    통관 절차          both are looked for
    "수입 통관"        the words next to each other
    -환급              not this
    제목:통관 tag:FTA  only there; the names are in ``fields``
    before:2024-07     published before that day, month or year begins; after: from its beginning
    law:관세법 제241조  hs:8471.30      items that cite the place

What cannot be understood as an operator is looked for as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from search.language.citations import citations, hs_terms
from search.language.citations_law import canonical_law
from search.language.cited import Citation
from search.language.clean import clean
from search.query.fields import BY_NAME, LANGUAGES, Field

# Characters and clauses that are read; the rest is left out.
LONGEST = 400
MOST_CLAUSES = 32

_QUOTES = re.compile("[“”„‟«»〝〞]")
_TOKEN = re.compile(
    r"(?P<minus>-)?(?:(?P<name>[a-zA-Z가-힣]{1,12}):(?P<gap>\s?))?"
    r'(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
)
_ARTICLE = re.compile(r"제?\d{1,4}(?:조|항)")
_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:년|[-./]?)\s?(?:(?P<month>\d{1,2})(?:월|[-./]?)\s?"
    r"(?:(?P<day>\d{1,2})일?)?)?\.?"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is asked for, from ``start`` to ``end`` of the query's text.

    ``text`` has at least one letter or digit. ``day`` is that of before: and after:, ``terms``
    are those of hs: and law: (see ``citations``), any of which will do, the best first.
    """

    text: str
    field: Field | None = None
    phrase: bool = False
    excluded: bool = False
    day: date | None = None
    terms: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, tidied, and what it asks for. ``citations`` are those of the words."""

    text: str
    clauses: tuple[Clause, ...]
    citations: tuple[Citation, ...] = ()

    def __bool__(self) -> bool:
        """Whether it asks for something, and not only leaves something out."""
        return any(not clause.excluded for clause in self.clauses)

    @property
    def words(self) -> tuple[Clause, ...]:
        """The words and phrases to be found anywhere."""
        return tuple(one for one in self.clauses if not one.field and not one.excluded)

    @property
    def operators(self) -> tuple[Clause, ...]:
        """Everything but plain words and phrases."""
        return tuple(one for one in self.clauses if one.field or one.excluded)

    @property
    def plain(self) -> str:
        """The words alone, for what reads meaning."""
        return " ".join(one.text for one in self.words)

    def without(self, clause: Clause) -> str:
        """What to type for the same query without ``clause``."""
        return " ".join((self.text[: clause.start] + self.text[clause.end :]).split())


def parse(typed: str) -> Query:
    """``typed`` as a query. Beyond 400 characters or 32 clauses it is left out."""
    text = _QUOTES.sub('"', clean(typed[: 4 * LONGEST]))
    text = " ".join(text.split())[:LONGEST].rstrip()
    clauses: dict[tuple[str, Field | None, bool, bool], Clause] = {}
    tokens = list(_TOKEN.finditer(text))
    at = 0
    while at < len(tokens) and len(clauses) < MOST_CLAUSES:
        read, taken = _read(tokens, at)
        at += taken
        for clause in read:
            if any(char.isalnum() for char in clause.text):
                key = (clause.text.lower(), clause.field, clause.phrase, clause.excluded)
                clauses.setdefault(key, clause)
    found = tuple(clauses.values())[:MOST_CLAUSES]
    plain = " ".join(one.text for one in found if not one.field and not one.excluded)
    return Query(text, found, tuple(one for one in citations(plain) if one.is_place))


def _read(tokens: list[re.Match[str]], at: int) -> tuple[list[Clause], int]:
    """The clauses that begin with token ``at``, and how many tokens they took."""
    token = tokens[at]
    excluded, start, end = bool(token["minus"]), token.start(), token.end()
    phrase = token["phrase"] is not None
    value = (token["phrase"] if phrase else token["word"]).strip()
    name = token["name"]
    if name is None:
        return [Clause(value, None, phrase, excluded, start=start, end=end)], 1
    taken = 1
    field = BY_NAME.get(name.lower())
    if field is Field.LAW and not phrase:
        while at + taken < len(tokens) and _ARTICLE.match(tokens[at + taken].group()):
            end = tokens[at + taken].end()
            value += " " + tokens[at + taken].group()
            taken += 1
    if field is not None:
        clause = _narrowed(Clause(value, field, phrase, excluded, start=start, end=end))
        if clause:
            return [clause], taken
    if not token["gap"] and not phrase:
        # A colon inside a word: a time, an address.
        return [Clause(f"{name}:{value}", None, False, excluded, start=start, end=end)], taken
    middle = start + len(token["minus"] or "") + len(name) + 1
    return [
        Clause(name, None, False, excluded, start=start, end=middle),
        Clause(value, None, phrase, excluded, start=middle, end=end),
    ], taken


def _narrowed(clause: Clause) -> Clause | None:
    """``clause`` with what its field makes of its value, None if the value makes no sense."""
    value, day = clause.text, None
    terms: tuple[str, ...] = ()
    match clause.field:
        case Field.HS:
            terms = hs_terms(re.sub(r"\D", "", value))[:1]
        case Field.LAW:
            places = [one for one in citations(value) if one.is_place]
            terms = places[0].asked[:1] if places else (f"law:{canonical_law(value)}",)
        case Field.BEFORE | Field.AFTER:
            day = _day(value)
        case Field.LANGUAGE:
            value = LANGUAGES.get(value.lower(), "")
    if not value or (clause.field is Field.HS and not terms):
        return None
    if clause.field in (Field.BEFORE, Field.AFTER) and day is None:
        return None
    return Clause(
        value, clause.field, clause.phrase, clause.excluded, day, terms, clause.start, clause.end
    )


def _day(written: str) -> date | None:
    """The first day of the year, month or day written."""
    match = _DAY.fullmatch(written)
    if not match:
        return None
    try:
        return date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        return None
