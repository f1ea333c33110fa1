"""What is typed becomes words; hits are marked without opening a hole."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from search.words import LONGEST, MOST_WORDS, marked, read_query


def test_full_width_letters_and_spaces_are_those_of_the_keyboard() -> None:
    assert read_query("ＦＴＡ　원산지").words == ("FTA", "원산지")


def test_a_word_is_looked_for_once() -> None:
    assert read_query("통관 통관  절차").words == ("통관", "절차")


def test_control_characters_are_spaces() -> None:
    assert read_query("통관\x00절차").words == ("통관", "절차")


@given(st.text(max_size=2000))
def test_whatever_is_typed_gives_a_bounded_query(typed: str) -> None:
    query = read_query(typed)
    assert len(query.text) <= LONGEST
    assert len(query.words) <= MOST_WORDS
    assert not any(re.search(r"[\x00\s]", word) for word in query.words)


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_marking_adds_marks_and_nothing_else(text: str, words: list[str]) -> None:
    html = str(marked(text, tuple(words)))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare


def test_hits_are_marked_whatever_their_case() -> None:
    assert marked("FTA <특혜>", ("fta",)) == "<mark>FTA</mark> &lt;특혜&gt;"
