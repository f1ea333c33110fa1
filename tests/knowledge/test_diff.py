"""Comparing two texts: what is said to have changed is what has changed."""

from __future__ import annotations

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from knowledge.diff import Part, diff_rows, diff_words

TEXTS = st.lists(
    st.sampled_from(["", "통관 절차", "보세운송 신고를 한다.", "가산세", "a b c", "a b d"])
).map("\n".join)


def kinds(a: str, b: str) -> list[str]:
    return [row.kind for row in diff_rows(a, b)]


def test_equal_texts_have_no_rows() -> None:
    assert diff_rows("a\nb \r\nc", "a\nb\nc\n") == []


def test_a_changed_word_is_marked_in_its_line() -> None:
    (row,) = diff_rows("관세율은 8% 이다", "관세율은 10% 이다")
    assert (row.kind, row.old, row.new) == ("changed", 1, 1)
    assert row.parts == (
        Part("same", "관세율은 "),
        Part("removed", "8"),
        Part("added", "10"),
        Part("same", "% 이다"),
    )


def test_neighbouring_changed_words_are_one_change() -> None:
    parts = diff_words("see one two now", "see three four now")
    assert [part.text for part in parts] == ["see ", "one two", "three four", " now"]


def test_a_rewritten_line_is_a_removal_and_an_addition() -> None:
    assert kinds("가산세를 낸다", "nothing in common here") == ["removed", "added"]


def test_an_added_line_does_not_shift_the_others() -> None:
    rows = diff_rows("첫째 줄\n셋째 줄", "첫째 줄\n둘째\n셋째 줄")
    assert [(row.kind, row.old, row.new) for row in rows] == [
        ("same", 1, 1),
        ("added", None, 2),
        ("same", 2, 3),
    ]


def test_what_is_far_from_a_change_is_folded() -> None:
    lines = [f"line {n}" for n in range(40)]
    changed = [*lines[:20], "line 20 changed", *lines[21:]]
    rows = diff_rows("\n".join(lines), "\n".join(changed))
    assert [row.kind for row in rows] == ["gap", *["same"] * 3, "changed", *["same"] * 3, "gap"]
    assert (rows[0].folded, rows[-1].folded) == (17, 16)


def test_a_long_text_is_compared_in_good_time() -> None:
    old = "\n".join(f"{n} 조항 " + "가나다 " * 30 for n in range(3000))
    new = "\n".join(f"{n} 조항 " + "가나라 " * 30 for n in range(3000))
    assert diff_rows(old, new)


@given(TEXTS, TEXTS)
def test_the_rows_tell_both_texts(a: str, b: str) -> None:
    rows = diff_rows(a, b, context=10_000)
    if not rows:
        assert [x.rstrip() for x in a.splitlines()] == [x.rstrip() for x in b.splitlines()]
        return
    told_old = [
        "".join(p.text for p in r.parts if p.kind != "added") for r in rows if r.old is not None
    ]
    told_new = [
        "".join(p.text for p in r.parts if p.kind != "removed") for r in rows if r.new is not None
    ]
    assert told_old == a.splitlines()
    assert told_new == b.splitlines()
    assert [r.old for r in rows if r.old] == list(range(1, len(told_old) + 1))
    assert [r.new for r in rows if r.new] == list(range(1, len(told_new) + 1))


def test_the_component_escapes_and_says_changes_in_words() -> None:
    html = render_to_string(
        "components/diff.html", {"rows": diff_rows("a <b> c", "a <i> c"), "label": "Text"}
    )
    assert "<b>" not in html
    assert "<i>" not in html
    assert '<ins><span class="sr-only">' in html
