"""Titles that begin words as they are typed."""

from __future__ import annotations

from tantivy import Query

from search.index import ask
from search.index.reader import searcher
from search.index.schema import SCHEMA, field
from search.index.scope import Scope
from search.index.words import all_of, any_of, matching
from search.language.clean import clean
from search.language.hangul import LEADS, TAILS, is_syllable, split
from search.language.tokens import layers

# Words that are looked at; nobody picks a title by more.
MOST_WORDS = 6
LONGEST = 60  # characters
_TITLE = ("title",)


def titles(scope: Scope, typed: str, limit: int) -> list[int]:
    """Numbers of items whose title has all words, the last one perhaps unfinished; most read
    first. Raises NotReady."""
    words = clean(typed)[:LONGEST].lower().split()[:MOST_WORDS]
    if not words:
        return []
    reader = searcher()
    done = [one for word in words[:-1] if (one := matching(layers(word), reader, _TITLE))]
    if not (begun := _begun(words[-1])):
        return []
    question = ask.Question(scope, all_of([*done, any_of(begun)]))
    return [pk for pk, _score in ask.find(question, order="read", limit=limit).hits]


def pattern(word: str) -> str:
    """A regular expression for words that one types ``word`` first to get; "" where it has other
    characters than letters and digits.

    ㅌㄱ begins 통관, so does 토 (its tail is still to come), and 간 begins 가나 (its tail may be
    the lead of the next syllable).
    """
    if not word.isalnum():
        return ""
    return "".join(_lead(char) or char for char in word[:-1]) + _last(word[-1])


def _begun(word: str) -> list[Query]:
    """What finds titles with a word that begins so."""
    if begins := pattern(word):
        return [
            Query.regex_query(SCHEMA, field("title", layer), f"{begins}.*")
            for layer in ("surface", "morphemes")
        ]
    found = matching(layers(word), searcher(), _TITLE)
    return [found] if found is not None else []


def _lead(char: str) -> str:
    """Every syllable that begins with this consonant; "" for other characters."""
    if char not in LEADS:
        return ""
    first = ord("가") + LEADS.index(char) * 588
    return f"[{chr(first)}-{chr(first + 587)}]"


def _last(char: str) -> str:
    """A last character that may be unfinished."""
    if lead := _lead(char):
        return lead
    if not is_syllable(char):
        return char
    _consonant, _vowel, tail = split(char)
    if not tail:
        return f"[{char}-{chr(ord(char) + len(TAILS) - 1)}]"
    if tail not in LEADS:
        return char
    return f"({char}|{chr(ord(char) - TAILS.index(tail))}{_lead(tail)})"
