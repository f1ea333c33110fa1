"""Syllables, the keys they are typed with, and the keyboard switched to the other language."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.hangul import compose, initials, is_initials, keystrokes
from search.language.layout import as_english, as_korean, could_be_english, could_be_korean

SYLLABLES = st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), max_size=20)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xhdrhks", "통관"),
        ("dnjstkswl", "원산지"),
        ("rhks tp", "관 세"),
        ("XHDRHKS", "통관"),
        ("rkqt", "값"),
        ("Qkfro", "빨개"),
    ],
)
def test_korean_typed_on_the_english_layout(typed: str, meant: str) -> None:
    assert as_korean(typed) == meant
    assert could_be_korean(typed)


@pytest.mark.parametrize(
    ("typed", "meant"), [("ㅗㄴ 채ㅇㄷ", "hs code"), ("랴ㅣㄷ", "file"), ("뭉", "and")]
)
def test_english_typed_on_the_korean_layout(typed: str, meant: str) -> None:
    assert as_english(typed) == meant
    assert could_be_english(typed)


def test_english_words_are_seldom_whole_syllables() -> None:
    assert not could_be_korean("customs")
    assert not could_be_korean("8471.30")


@given(SYLLABLES)
def test_syllables_come_back_from_their_keys(text: str) -> None:
    assert compose(keystrokes(text)) == text
    assert as_korean(as_english(text) + " a")[:-2] == text


@given(st.text(string.ascii_lowercase + " 1.", max_size=30))
def test_latin_letters_come_back_from_the_korean_layout(text: str) -> None:
    assert as_english(as_korean(text)) == text


@given(st.text(st.characters(), max_size=60))
def test_whatever_is_typed_can_be_switched(text: str) -> None:
    as_english(text)
    as_korean(text)
    compose(text)
    assert len(initials(text)) == len(text)


def test_initial_consonants() -> None:
    assert initials("통관절차 A") == "ㅌㄱㅈㅊ A"
    assert is_initials("ㅌㄱ")
    assert not is_initials("ㅏㅏ")
    assert not is_initials("ㅌ")
