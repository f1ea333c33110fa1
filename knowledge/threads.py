"""Comments as threads. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.models import Comment

# An item's page shows about so many comments at once.
PAGE_SIZE = 100


@dataclass(slots=True)
class Thread:
    """A comment and the answers to it, in order of writing."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many comments it says; the place of a removed one does not count."""
        return len(self.replies) + (self.comment.removed_at is None)


def thread(comments: Sequence[Comment]) -> list[Thread]:
    """Top comments in order of writing, each with all that was said below it.

    Answers to answers stand in the same row: deeper steps cannot be read on a telephone. A removed
    comment without answers is left out.
    """
    tops: dict[int, Thread] = {}
    top_of: dict[int, int] = {}
    for comment in comments:
        if comment.parent_id is None:
            tops[comment.pk] = Thread(comment)
            top_of[comment.pk] = comment.pk
        elif comment.parent_id in top_of:
            top = top_of[comment.parent_id]
            top_of[comment.pk] = top
            if comment.removed_at is None:
                tops[top].replies.append(comment)
    return [found for found in tops.values() if found.replies or not found.comment.removed_at]


def paged(threads: Sequence[Thread], size: int = PAGE_SIZE) -> list[list[Thread]]:
    """Whole threads on pages of ``size`` comments; a longer thread has a page of its own.

    At least one page, which may be empty.
    """
    pages: list[list[Thread]] = [[]]
    taken = 0
    for found in threads:
        if pages[-1] and taken + found.size > size:
            pages.append([])
            taken = 0
        pages[-1].append(found)
        taken += found.size
    return pages


def page_with(pages: Sequence[Sequence[Thread]], comment_id: int) -> int:
    """The number (from 1) of the page that shows a comment; 1 if none does."""
    for number, page in enumerate(pages, start=1):
        for found in page:
            if comment_id in (found.comment.pk, *(reply.pk for reply in found.replies)):
                return number
    return 1
