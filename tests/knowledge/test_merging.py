"""Joining two edits of one text."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.merging import merge_texts, merge_value

BASE = [f"{number}번째 줄" for number in range(30)]


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Two lists of lines made of BASE, whose edits have an untouched line between them."""
    cut = draw(st.integers(1, len(BASE) - 2))
    return _edited(draw, 0, cut, "가"), _edited(draw, cut + 1, len(BASE), "나")


def _edited(draw: st.DrawFn, first: int, last: int, mark: str) -> list[str]:
    lines: list[str] = []
    for number, line in enumerate(BASE):
        deed = draw(st.sampled_from("kkkkrdi")) if first <= number < last else "k"
        if deed in "ki":
            lines.append(line)
        if deed in "ri":
            lines.append(f"{mark}{number}")
    return lines


@settings(max_examples=200, deadline=None)
@given(edits())
def test_edits_of_different_lines_are_all_kept(both: tuple[list[str], list[str]]) -> None:
    theirs, mine = both
    merged = merge_texts("\n".join(BASE), "\n".join(theirs), "\n".join(mine))
    assert merged.conflicts == 0
    lines = merged.text.split("\n")
    for line in BASE:
        assert (line in lines) == (line in theirs and line in mine)
    for line in (*theirs, *mine):
        assert line in BASE or line in lines
    assert len(lines) == len(set(lines))


LINES = st.lists(st.sampled_from(["a", "b", "c", "", "d"]), max_size=8)


@settings(max_examples=400, deadline=None)
@given(LINES, LINES, LINES)
def test_whatever_is_added_is_in_the_result(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    marked = [f"{line}!" if number % 3 == 1 else line for number, line in enumerate(theirs)]
    merged = merge_texts("\n".join(base), "\n".join(marked), "\n".join(mine))
    lines = merged.text.split("\n")
    for line in {*marked, *mine} - {*base, ""}:
        assert line in lines
    assert merge_texts("\n".join(base), "\n".join(mine), "\n".join(mine)).conflicts == 0


def test_the_same_place_is_a_conflict_that_shows_both() -> None:
    merged = merge_texts("하나\n둘\n셋", "하나\n둘째\n셋", "하나\n두번째\n셋")
    assert merged.conflicts == 1
    lines = merged.text.split("\n")
    assert lines[0] == "하나"
    assert lines[1].startswith("<<<<<<<")
    assert lines[2:5] == ["둘째", "=======", "두번째"]
    assert lines[5].startswith(">>>>>>>")
    assert lines[6] == "셋"


def test_very_long_texts_go_to_the_person() -> None:
    base = "\n".join(["가"] * 60_000)
    start = time.perf_counter()
    merged = merge_texts(base, base + "\n나", "다\n" + base)
    assert time.perf_counter() - start < 5
    assert merged.conflicts == 1
    assert "\n나\n" in merged.text
    assert "\n다\n" in merged.text


def test_a_value_is_taken_as_a_whole() -> None:
    assert merge_value("a", "a", "b") == ("b", False)
    assert merge_value("a", "b", "a") == ("b", False)
    assert merge_value("a", "b", "b") == ("b", False)
    assert merge_value("a", "b", "c") == ("c", True)
