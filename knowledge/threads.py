"""Comments as threads. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.models import Comment


@dataclass(slots=True)
class Thread:
    """A comment and the answers to it, in order of writing."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)


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
