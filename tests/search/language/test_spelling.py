"""Words that were meant, by the letters they are typed with."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.language.spelling import Lexicon, letters

WORDS = {
    "통관": 900,
    "통계": 80,
    "관세": 800,
    "과세": 300,
    "원산지": 500,
    "원산지증명서": 400,
    "개정": 60,
    "계정": 20,
    "customs": 50,
    "declaration": 40,
    "특검": 2,
}
LEXICON = Lexicon(WORDS.items())
SYLLABLES = st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("통괸", "통관"),
        ("퉁관", "통관"),
        ("원산쥐", "원산지"),
        ("윈산지증명서", "원산지증명서"),
        ("원산지증멍셔", "원산지증명서"),
        ("게정", "개정"),
        ("cutsoms", "customs"),
        ("declartion", "declaration"),
    ],
)
def test_the_word_that_was_meant_comes_first(typed: str, meant: str) -> None:
    assert LEXICON.nearest(typed)[0].word == meant


def test_of_words_equally_near_the_frequent_one_comes_first() -> None:
    assert [near.word for near in LEXICON.nearest("곽세")] == ["관세", "과세"]


def test_short_words_and_codes_are_left_alone() -> None:
    assert LEXICON.nearest("관") == []
    assert LEXICON.nearest("8471") == []
    assert LEXICON.nearest("") == []
    assert LEXICON.nearest("가" * 500) == []


def test_initial_consonants_find_the_frequent_word_first() -> None:
    assert [near.word for near in LEXICON.with_initials("ㅌㄱ")] == ["통관", "통계", "특검"]
    assert LEXICON.with_initials("ㅎㅎㅎ") == []
    assert LEXICON.with_initials("ㅋ" * 80) == []


def by_the_book(a: str, b: str) -> int:
    """Optimal string alignment in whole letters, straight from its recurrence."""
    table = {(i, 0): i for i in range(len(a) + 1)} | {(0, j): j for j in range(len(b) + 1)}
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i, j] = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (a[i - 1] != b[j - 1]),
            )
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(a), len(b)]


# Letters that have no other that sounds alike, so that every mistake costs one.
PLAIN = st.text(st.sampled_from("abcdmnopqr"), min_size=4, max_size=12)


@given(PLAIN, st.sets(PLAIN, min_size=1, max_size=12))
@settings(max_examples=200)
def test_distances_are_those_of_the_textbook(word: str, others: set[str]) -> None:
    limit = 1 if len(word) < 9 else 2
    true = {other: by_the_book(word, other) for other in others if other != word}
    near = {other: distance for other, distance in true.items() if distance <= limit}
    closest = {other for other, distance in near.items() if distance == min(near.values())}
    found = Lexicon((other, 1) for other in others).nearest(word, most=50)
    assert {one.word: one.distance for one in found} == {other: near[other] for other in closest}


@given(st.text(SYLLABLES, min_size=2, max_size=6), st.data())
@settings(max_examples=100)
def test_one_wrong_syllable_letter_is_always_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    wrong = chr(ord(word[at]) - (ord(word[at]) - ord("가")) % 28)
    typed = word[:at] + wrong + word[at + 1 :]
    if len(letters(typed)) >= 4 and len(letters(word)) == len(letters(typed)) + 1:
        assert Lexicon([(word, 1)]).nearest(typed)[0].word == word
