"""The words of a lexicon that a misspelt word may have been meant as. Pure.

Words are compared by the jamo they are typed with, so that 통괸 is one letter away from 통관 and
not a whole syllable. The distance is that of Damerau and Levenshtein in its restricted form
(optimal string alignment); mistaking letters that sound alike costs half.

All words are compared at once, in numpy: a bit set of the letters in each word leaves out what
cannot be near, and the table of distances is filled for the others side by side. That takes one
or two milliseconds with 200,000 words and about 12 MB.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.language.hangul import LEADS, TYPED, VOWELS, initials, is_syllable, split

# Costs are counted in halves of a letter.
_LETTER = 2
_ALIKE = 1
# Letters that are taken for each other by ear or by a missed shift key.
_SOUND_ALIKE = ("ㄱㄲㅋ", "ㄷㄸㅌ", "ㅂㅃㅍ", "ㅅㅆ", "ㅈㅉㅊ", "ㅐㅔㅒㅖ", "ㅙㅚㅞ", "ㅢㅣ")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ALPHABET = LEADS + VOWELS + _LATIN
_CODE = {letter: code for code, letter in enumerate(_ALPHABET, start=1)}
# Longer words are not mended: they are several words, which are mended one by one.
LONGEST = 24
# How many letters of a word may be wrong, by its length in letters: of 통관, which has six, one.
_TOLERANCE = ((0, 0), (4, 1 * _LETTER), (9, 2 * _LETTER))
# Words are given back that cost at most this much more than the nearest.
_SPREAD = _ALIKE
# Words that cannot come near any more are left out of the table after every so many letters.
_LOOK_EVERY = 2
_LEAD_BITS = 5
_LEADS_IN_KEY = 12


@dataclass(frozen=True, slots=True)
class Near:
    """A word of the lexicon: its distance in letters and how many texts it is in."""

    word: str
    distance: float
    frequency: int


def _cost_table() -> NDArray[np.int16]:
    table = np.full((len(_ALPHABET) + 1,) * 2, _LETTER, np.int16)
    for alike in _SOUND_ALIKE:
        for a in alike:
            for b in alike:
                table[_CODE[a], _CODE[b]] = _ALIKE
    np.fill_diagonal(table, 0)
    return table


def _bit_table() -> NDArray[np.uint64]:
    """A bit for each code, the same for letters that sound alike, none for the end of a word."""
    first = {letter: alike[0] for alike in _SOUND_ALIKE for letter in alike}
    order: dict[str, int] = {}
    bits = [0]
    for letter in _ALPHABET:
        bits.append(1 << order.setdefault(first.get(letter, letter), len(order)))
    return np.array(bits, np.uint64)


_COST = _cost_table()
_BITS = _bit_table()
_TO_BYTE = {ord(letter): code for letter, code in _CODE.items()}


def letters(word: str) -> str:
    """The letters of ``word`` that are compared; "" if it has others, such as digits."""
    spelt = []
    for char in word.lower():
        if is_syllable(char):
            lead, vowel, tail = split(char)
            spelt.append(lead + vowel + TYPED.get(tail, tail))
        elif char in _CODE:
            spelt.append(char)
        elif char in TYPED:
            spelt.append(TYPED[char])
        else:
            return ""
    return "".join(spelt)


class Lexicon:
    """Words with the number of texts that they are in. Immutable; one serves all threads."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        """``words``: each word once, lower case, with its frequency (positive)."""
        spelt = [(letters(word), word, count) for word, count in words]
        spelt = [entry for entry in spelt if 2 <= len(entry[0]) <= LONGEST]
        spelt.sort(key=lambda entry: (len(entry[0]), entry[0]))
        self.words = [word for _letters, word, _count in spelt]
        self.frequencies = np.array([count for _, _, count in spelt], np.int64)
        self._codes = _code_rows([its_letters for its_letters, _word, _count in spelt])
        self._masks = np.bitwise_or.reduce(_BITS[self._codes], axis=1)
        lengths = [len(its_letters) for its_letters, _, _ in spelt]
        self._starts = np.searchsorted(np.array(lengths, np.int64), np.arange(LONGEST + 2))
        self._index = {word: row for row, word in enumerate(self.words)}
        keys = np.array([_lead_key(word) for word in self.words], np.uint64)
        self._by_leads = np.argsort(keys, kind="stable")
        self._lead_keys = keys[self._by_leads]

    def __len__(self) -> int:
        return len(self.words)

    def frequency(self, word: str) -> int:
        """In how many texts ``word`` is; 0 if it is not in the lexicon."""
        row = self._index.get(word)
        return 0 if row is None else int(self.frequencies[row])

    def nearest(self, word: str, most: int = 3) -> list[Near]:
        """The words that ``word`` may have been meant as, the nearest and then the most frequent
        first, never the word itself; [] where it is too short or too long to tell."""
        spelt = letters(word)
        limit = _tolerance(len(spelt))
        if not limit or len(spelt) > LONGEST:
            return []
        rows = self._rows_near(spelt, limit)
        width = min(LONGEST, len(spelt) + limit // _LETTER)
        costs = _costs(spelt, self._codes[rows, :width], limit)
        best = costs[costs > 0].min(initial=limit + 1)
        near = np.flatnonzero((costs > 0) & (costs <= min(limit, best + _SPREAD)))
        order = np.lexsort((-self.frequencies[rows[near]], costs[near]))[:most]
        return [
            Near(self.words[row], cost / _LETTER, int(self.frequencies[row]))
            for row, cost in ((int(rows[near[i]]), int(costs[near[i]])) for i in order)
        ]

    def with_initials(self, leads: str, most: int = 3) -> list[Near]:
        """The most frequent words of exactly these initial consonants (ㅌㄱ: 통관)."""
        if len(leads) > _LEADS_IN_KEY:
            return []
        key = np.uint64(_lead_key(leads))
        first, last = np.searchsorted(self._lead_keys, [key, key + np.uint64(1)])
        rows = self._by_leads[first:last]
        order = np.argsort(-self.frequencies[rows], kind="stable")[:most]
        found = ((self.words[row], int(self.frequencies[row])) for row in rows[order])
        return [Near(word, 0.0, count) for word, count in found if word != leads]

    def _rows_near(self, spelt: str, limit: int) -> NDArray[np.intp]:
        """Rows whose length and letters allow a distance within ``limit``."""
        apart = limit // _LETTER
        first = self._starts[max(0, len(spelt) - apart)]
        last = self._starts[min(LONGEST, len(spelt) + apart) + 1]
        mask = np.bitwise_or.reduce(_BITS[_code_rows([spelt])[0]])
        # Each letter that is wrong takes at most one letter away and brings another.
        differ = np.bitwise_count(self._masks[first:last] ^ mask)
        return np.flatnonzero(differ <= 2 * apart) + first


def _tolerance(length: int) -> int:
    return [most for least, most in _TOLERANCE if length >= least][-1]


def _code_rows(spelt: list[str]) -> NDArray[np.uint8]:
    """Words by columns of letter codes, 0 behind the end of each."""
    flat = b"".join(
        word.translate(_TO_BYTE).encode("latin-1").ljust(LONGEST, b"\0") for word in spelt
    )
    return np.frombuffer(flat, np.uint8).reshape(len(spelt), LONGEST)


def _lead_key(word: str) -> int:
    """The initial consonants as a number; 0 where the word has other characters or too many."""
    leads = initials(word)
    if len(leads) > _LEADS_IN_KEY or not all(lead in LEADS for lead in leads):
        return 0
    key = 0
    for lead in leads:
        key = (key << _LEAD_BITS) + LEADS.index(lead) + 1
    return key


def _costs(spelt: str, codes: NDArray[np.uint8], limit: int) -> NDArray[np.int16]:
    """The distance of ``spelt`` from each row of ``codes`` (words by columns, 0 behind the end),
    in halves of a letter; more than ``limit`` where it is more than that."""
    count, width = codes.shape
    costs = np.full(count, limit + 1, np.int16)
    alive = np.arange(count)
    steps = np.arange(width + 1, dtype=np.int16) * _LETTER
    last = np.broadcast_to(steps, (count, width + 1)).copy()
    before = last
    for i, letter in enumerate(spelt):
        row = np.empty_like(last)
        row[:, 0] = (i + 1) * _LETTER
        replaced = last[:, :-1] + _COST[_CODE[letter]][codes]
        np.minimum(last[:, 1:] + np.int16(_LETTER), replaced, out=row[:, 1:])
        if i:
            # Two neighbours in each other's place.
            swapped = (codes[:, :-1] == _CODE[letter]) & (codes[:, 1:] == _CODE[spelt[i - 1]])
            cheaper = before[:, :-2] + np.int16(_LETTER)
            np.minimum(row[:, 2:], cheaper, out=row[:, 2:], where=swapped)
        # A letter too many: the least of all that stand to the left, one step dearer for each.
        row = np.minimum.accumulate(row - steps, axis=1) + steps
        before, last = last, row
        if i % _LOOK_EVERY == _LOOK_EVERY - 1:
            # A swap reaches back two rows, so a word is given up when both are too dear.
            near = np.minimum(row.min(axis=1), before.min(axis=1)) <= limit
            alive, codes, before, last = alive[near], codes[near], before[near], last[near]
    costs[alive] = last[np.arange(len(alive)), np.count_nonzero(codes, axis=1)]
    return costs
