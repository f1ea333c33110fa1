"""Cutting texts, and joining rankings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.index import weights
from search.meaning.fuse import fused
from search.meaning.passages import (
    MOST_PASSAGES,
    PASSAGE_CHARACTERS,
    SHORTEST_TAIL,
    passages,
)

LINES = st.lists(st.integers(0, 300), unique=True, max_size=250)


def test_the_first_passage_is_title_and_summary() -> None:
    first, second = passages("보세운송", "순서와 때", "신고는 반출 전에 한다.")
    assert first == "보세운송 순서와 때"
    assert second == "보세운송\n신고는 반출 전에 한다."


def test_a_text_is_cut_at_sentences() -> None:
    sentence = "물품을 반출하기 전에 세관장에게 신고한다."
    cut = passages("", "", " ".join([sentence] * 60))
    assert len(cut) > 2
    assert all(piece.endswith("신고한다.") for piece in cut)


@given(st.text(max_size=20), st.text(max_size=60), st.text(max_size=6000))
def test_no_passage_is_long_empty_or_one_too_many(title: str, summary: str, body: str) -> None:
    cut = passages(title, summary, body)
    assert len(cut) <= MOST_PASSAGES
    longest = PASSAGE_CHARACTERS + SHORTEST_TAIL + len(title) + len(summary) + 2
    assert all(0 < len(text) <= longest and "\x00" not in text for text in cut)


def test_what_both_rankings_know_comes_first() -> None:
    assert fused(["a", "b", "c"], ["c", "d"], semantic_weight=1)[0] == "c"


def test_without_meaning_the_words_stand() -> None:
    assert fused(["b", "a", "c"], []) == ["b", "a", "c"]


@given(LINES, LINES)
def test_fusion_loses_nothing_doubles_nothing_and_pages_on(
    lexical: list[int], semantic: list[int]
) -> None:
    both = fused(lexical, semantic)
    depth = weights.FUSION_DEPTH
    assert len(both) == len(set(both))
    assert set(both) == set(lexical) | set(semantic[:depth])
    rest = [key for key in lexical[depth:] if key not in semantic[:depth]]
    assert both[len(both) - len(rest) :] == rest
