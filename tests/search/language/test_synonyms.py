"""Terms that mean the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.language.synonyms import Expansion, Synonyms, key

START = Path(__file__).parents[3] / "search" / "fixtures" / "start_synonyms.json"
SYNONYMS = Synonyms(
    [
        ["FTA", "자유무역협정", "Free Trade Agreement"],
        ["C/O", "원산지증명서"],
        ["AEO", "수출입안전관리우수업체"],
        ["원산지", "origin"],
    ]
)


@pytest.mark.parametrize(
    "typed", ["FTA", "fta를", "ＦＴＡ", "자유무역협정의", "free trade agreements"]
)
def test_any_writing_of_a_term_is_the_term(typed: str) -> None:
    others = SYNONYMS.expand(typed.split())
    assert len(others) == 1
    assert len(others[0].others) == 2


def test_a_code_with_and_without_its_stroke() -> None:
    assert key("C/O") == key("c/o") == key("CO") == "co"
    assert SYNONYMS.of("CO") == ("원산지증명서",)
    assert SYNONYMS.of("원산지 증명서를") == ("C/O",)


def test_the_longer_term_wins_and_none_overlap() -> None:
    assert SYNONYMS.expand(["한미", "FTA", "원산지", "증명서", "발급"]) == (
        Expansion(1, 2, ("자유무역협정", "Free Trade Agreement")),
        Expansion(2, 4, ("C/O",)),
    )
    assert SYNONYMS.expand(["발급"]) == ()
    assert SYNONYMS.expand([]) == ()


@given(
    st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=6),
    st.lists(st.text(), max_size=9),
)
@settings(max_examples=100)
def test_whatever_the_list_and_the_words(groups: list[list[str]], words: list[str]) -> None:
    at = 0
    for one in Synonyms(groups).expand(words):
        assert at <= one.start < one.end <= len(words)
        assert one.others
        at = one.end


def test_the_list_to_begin_with_is_sound() -> None:
    subjects = json.loads(START.read_text(encoding="utf-8"))
    groups = [group for of_subject in subjects.values() for group in of_subject]
    assert len(groups) >= 150
    for group in groups:
        assert len({key(term) for term in group} - {""}) >= 2, group
        assert len(group) <= 12
        assert all(len(term) <= 80 for term in group)
    keys = [key(term) for group in groups for term in {key(t): t for t in group}.values()]
    assert sorted({k for k in keys if keys.count(k) > 1}) == []
