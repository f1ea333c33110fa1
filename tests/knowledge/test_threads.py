"""Comments as threads on pages."""

from __future__ import annotations

from knowledge.models import Comment
from knowledge.threads import page_with, paged, thread


def comment(number: int, parent: int | None = None, removed: bool = False) -> Comment:
    return Comment(pk=number, parent_id=parent, removed_at="2024-01-01" if removed else None)


def numbers(threads: list[object]) -> list[list[int]]:
    return [[t.comment.pk, *(r.pk for r in t.replies)] for t in threads]  # type: ignore[attr-defined]


def test_answers_to_answers_stand_in_the_same_row() -> None:
    found = thread([comment(1), comment(2, 1), comment(3), comment(4, 2), comment(5, 3)])
    assert numbers([*found]) == [[1, 2, 4], [3, 5]]


def test_a_removed_comment_stays_only_where_answers_hang() -> None:
    found = thread(
        [comment(1, removed=True), comment(2, removed=True), comment(3, 2), comment(4, 3, True)]
    )
    assert numbers([*found]) == [[2, 3]]


def test_pages_hold_whole_threads() -> None:
    talk = thread([comment(1), comment(2), comment(3, 2), comment(4, 2), comment(5), comment(6)])
    pages = paged(talk, 3)
    assert [numbers([*page]) for page in pages] == [[[1]], [[2, 3, 4]], [[5], [6]]]
    assert [page_with(pages, n) for n in (1, 4, 6, 99)] == [1, 2, 3, 1]


def test_a_thread_longer_than_a_page_has_one_of_its_own() -> None:
    talk = thread([comment(1), *(comment(n, 1) for n in range(2, 9)), comment(9)])
    assert [len(page) for page in paged(talk, 3)] == [1, 1]


def test_nothing_said_is_one_empty_page() -> None:
    assert paged([]) == [[]]
