"""What may have been meant where a query finds little. Pure.

Each mend is a whole query with what was changed and why, so that the page can say it and the
officer take it back. Whether it finds more for this officer is for the caller to count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from search.language.hangul import TYPED, is_initials, is_jamo, is_syllable
from search.language.layout import as_english, as_korean, could_be_english, could_be_korean
from search.language.spelling import Lexicon, Near
from search.language.tokens import layers, stem
from search.query.parse import Clause, Query, parse

# Words that are looked at; a longer query is a sentence, which the engine relaxes.
MOST_WORDS = 8
# A word that stands in fewer texts is taken for a mistake if another, this many times as frequent,
# is near.
RARE = 3
FAR_MORE_FREQUENT = 20
# Words that are cut in two are tried at so many places at most.
MOST_CUTS = 24
_PARTICLES = (
    "으로",
    "에서",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "로",
    "와",
    "과",
    "도",
)


class Reason(StrEnum):
    """Why something was changed."""

    LAYOUT = "layout"
    INITIALS = "initials"
    SPACES = "spaces"
    SPELLING = "spelling"
    NARROW = "narrow"


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` as typed became ``after`` ("" where it was left out)."""

    before: str
    after: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Mend:
    """A query to try instead, and what is different in it."""

    text: str
    changes: tuple[Change, ...]

    @property
    def reason(self) -> Reason:
        """The reason of the first change."""
        return self.changes[0].reason


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the query, and what it may have been meant as, the likeliest first."""

    start: int
    end: int
    before: str
    after: tuple[str, ...]
    reason: Reason


def mends(query: Query, lexicon: Lexicon, most: int = 3) -> tuple[Mend, ...]:
    """The likeliest mends first: all mistakes mended, then other readings of the first of them,
    then the query without one of its operators. () where nothing better is known."""
    words = [one for one in query.words if not one.phrase][:MOST_WORDS]
    pieces = list(_pieces(words, lexicon))
    found: list[Mend] = []
    if pieces:
        found.append(_mended(query, [(piece, piece.after[0]) for piece in pieces]))
        first = pieces[0]
        for other in first.after[1:]:
            rest = [(piece, piece.after[0]) for piece in pieces[1:]]
            found.append(_mended(query, [(first, other), *rest]))
    for clause in query.operators if len(query.clauses) > 1 else ():
        text = query.without(clause)
        if parse(text):
            before = query.text[clause.start : clause.end]
            found.append(Mend(text, (Change(before, "", Reason.NARROW),)))
    different = {mend.text: mend for mend in reversed(found) if mend.text != query.text}
    return tuple(reversed(different.values()))[:most]


def knows(lexicon: Lexicon, word: str) -> bool:
    """Whether ``word`` is a word of the lexicon, or made of some."""
    if _frequency(lexicon, word):
        return True
    parts = layers(word).morphemes
    return bool(parts) and all(len(part) > 1 and lexicon.frequency(part) >= RARE for part in parts)


def _frequency(lexicon: Lexicon, word: str) -> int:
    bare = stem(word)
    # What the analyser makes of a misspelt word may be one syllable that is a word.
    return max(lexicon.frequency(word.lower()), lexicon.frequency(bare) if len(bare) > 1 else 0)


def _pieces(words: list[Clause], lexicon: Lexicon) -> Iterator[_Piece]:
    at = 0
    while at < len(words):
        taken, piece = _piece_at(words, at, lexicon)
        if piece:
            yield piece
        at += taken


def _piece_at(words: list[Clause], at: int, lexicon: Lexicon) -> tuple[int, _Piece | None]:
    """What is to be mended at word ``at``, and how many words that takes."""
    word = words[at]
    text = word.text
    if any(char.isdigit() for char in text):
        return 1, None
    joined = _joined(words, at, lexicon)
    if joined:
        return joined
    for reason, find in _WAYS:
        after = tuple(one for one in find(text, lexicon) if one.lower() != text.lower())
        if after:
            return 1, _Piece(word.start, word.end, text, after, reason)
    return 1, None


def _joined(words: list[Clause], at: int, lexicon: Lexicon) -> tuple[int, _Piece | None] | None:
    """Words that are one word with spaces in it: 통 관, 원산 지증명서."""
    for end in range(min(len(words), at + 4), at + 1, -1):
        parts = words[at:end]
        whole = "".join(part.text for part in parts)
        neighbours = all(a.end + 1 == b.start for a, b in pairwise(parts))
        if not neighbours or not all(is_syllable(char) for char in whole):
            continue
        is_odd = any(len(part.text) == 1 or not knows(lexicon, part.text) for part in parts)
        if is_odd and _frequency(lexicon, whole):
            before = " ".join(part.text for part in parts)
            return end - at, _Piece(parts[0].start, parts[-1].end, before, (whole,), Reason.SPACES)
    return None


def _by_layout(text: str, lexicon: Lexicon) -> Iterator[str]:
    if could_be_english(text) and not knows(lexicon, text):
        switched = as_english(text)
        if knows(lexicon, switched):
            yield switched
    elif could_be_korean(text) and not _frequency(lexicon, text):
        switched = as_korean(text)
        if knows(lexicon, switched):
            yield switched


def _by_initials(text: str, lexicon: Lexicon) -> Iterator[str]:
    leads = "".join(TYPED.get(char, char) for char in text)
    if is_initials(leads):
        for near in lexicon.with_initials(leads):
            yield near.word


def _by_spaces(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Two words without the space between them: hscode."""
    if knows(lexicon, text) or len(text) > MOST_CUTS:
        return
    cuts = []
    for at in range(2, len(text) - 1):
        least = min(_frequency(lexicon, text[:at]), _frequency(lexicon, text[at:]))
        if least >= RARE:
            cuts.append((least, f"{text[:at]} {text[at:]}"))
    if cuts:
        yield max(cuts)[1]


def _by_spelling(text: str, lexicon: Lexicon) -> Iterator[str]:
    if is_initials(text):
        return
    frequency = _frequency(lexicon, text)
    if frequency >= RARE or (not frequency and knows(lexicon, text) and not _is_odd(text)):
        return
    bare = next((text[: -len(one)] for one in _PARTICLES if text.endswith(one)), "")
    near: list[Near] = []
    for form in dict.fromkeys((text.lower(), stem(text), bare.lower())):
        near = near or lexicon.nearest(form)
    enough = max(1, frequency * FAR_MORE_FREQUENT)
    for one in near:
        if one.frequency >= enough:
            yield one.word
    if not near and not frequency:
        yield from _by_half(text, lexicon)


def _by_half(text: str, lexicon: Lexicon) -> Iterator[str]:
    """A compound with a mistake in one half, the other being a word: 통관졀차."""
    best: tuple[int, str] | None = None
    for at in range(2, min(len(text) - 1, MOST_CUTS)):
        head, tail = text[:at], text[at:]
        for known, near, build in (
            (head, tail, lambda one, head=head: head + one),
            (tail, head, lambda one, tail=tail: one + tail),
        ):
            if _frequency(lexicon, known) < RARE:
                continue
            found: list[Near] = lexicon.nearest(near.lower(), most=1)
            if found and (best is None or found[0].frequency > best[0]):
                best = (found[0].frequency, build(found[0].word))
    if best:
        yield best[1]


def _is_odd(text: str) -> bool:
    """Whether loose jamo stand in a word: a finger slipped."""
    return any(is_jamo(char) for char in text)


_WAYS: tuple[tuple[Reason, Callable[[str, Lexicon], Iterator[str]]], ...] = (
    (Reason.INITIALS, _by_initials),
    (Reason.LAYOUT, _by_layout),
    (Reason.SPACES, _by_spaces),
    (Reason.SPELLING, _by_spelling),
)


def _mended(query: Query, chosen: list[tuple[_Piece, str]]) -> Mend:
    text, at = [], 0
    for piece, after in chosen:
        text += [query.text[at : piece.start], after]
        at = piece.end
    text.append(query.text[at:])
    changes = tuple(Change(piece.before, after, piece.reason) for piece, after in chosen)
    return Mend("".join(text), changes)
