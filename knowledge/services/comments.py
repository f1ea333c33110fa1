"""Talking about an item: comments and answers to them."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator_of
from core import clock
from core.rows import only
from core.services.record import record
from knowledge.mentions import render_with_mentions
from knowledge.models import Comment, Item
from knowledge.services.errors import Refused
from knowledge.services.readable import lock_published, lock_visible
from knowledge.services.touch import tell_search, touch

LONGEST = 10_000  # characters of Markdown


@transaction.atomic
def add_comment(
    *,
    item: Item,
    by: Officer,
    source: str,
    parent: Comment | None = None,
    token: UUID | None = None,
) -> Comment:
    """Say something to a published item, or answer ``parent``.

    ``token`` comes from the form: the same one posted again returns the comment that is there,
    so a double click says it once. Raises Refused.
    """
    locked = lock_published(item.pk, by)
    if token is not None and (known := only(Comment.objects.filter(token=token))):
        if (known.author_id, known.item_id) != (by.pk, item.pk):
            raise Refused(_("This form has been used before. Load the page again and retry."))
        return known
    text = _checked(source)
    if parent is not None:
        _check_parent(locked, parent)
    called = render_with_mentions(text)
    comment = Comment.objects.create(
        item=locked, author=by, parent=parent, source=text, html=called.html, token=token
    )
    record(
        verb="item.commented",
        obj=locked,
        key=f"item.commented:{comment.pk}",
        actor=by,
        data={
            "comment": comment.pk,
            "parent": parent.pk if parent else None,
            "parent_author": parent.author_id if parent else None,
            "mentions": called.officer_ids,
        },
    )
    touch(locked.pk, comment_count=1)
    tell_search(locked.pk)
    return comment


@transaction.atomic
def edit_comment(*, comment: Comment, by: Officer, source: str) -> Comment:
    """Change one's own comment, while its item is published. Raises Refused."""
    locked = lock_published(comment.item_id, by)
    current = Comment.objects.get(pk=comment.pk)
    if current.author_id != by.pk:
        raise Refused(_("Only the officer who wrote a comment can change it."))
    if current.removed_at is not None:
        raise Refused(_("This comment has been removed. Write a new one instead."))
    text = _checked(source)
    if text == current.source:
        return current
    html = render_with_mentions(text).html
    current.source, current.html, current.edited_at = text, html, clock.now()
    current.save(update_fields=["source", "html", "edited_at"])
    touch(locked.pk)
    tell_search(locked.pk)
    return current


@transaction.atomic
def remove_comment(*, comment: Comment, by: Officer) -> Comment:
    """Take a comment's text off the page; answers to it keep hanging on its place.

    By its author, the coordinator of the item's office or an administrator. The log keeps who
    did it, the row keeps the source as evidence. Removing twice is fine. Raises Refused.
    """
    locked = lock_visible(comment.item_id, by)
    current = Comment.objects.get(pk=comment.pk)
    if not may_remove(by, current, locked):
        raise Refused(_("Ask the officer who wrote this comment, or a coordinator, to remove it."))
    if current.removed_at is not None:
        return current
    current.html, current.removed_at = "", clock.now()
    current.save(update_fields=["html", "removed_at"])
    record(
        verb="item.comment_removed",
        obj=locked,
        key=f"item.comment_removed:{current.pk}",
        actor=by,
        data={"comment": current.pk, "author": current.author_id},
    )
    touch(locked.pk, comment_count=-1)
    tell_search(locked.pk)
    return current


def may_remove(officer: Officer, comment: Comment, item: Item) -> bool:
    """Whether the page offers this officer to remove this comment of this item."""
    return (
        comment.author_id == officer.pk
        or is_coordinator_of(officer, item.office_id)
        or is_admin(officer)
    )


def _checked(source: str) -> str:
    text = source.replace("\x00", "").strip()
    if not text:
        raise Refused(_("Write something before you post the comment."))
    if len(text) > LONGEST:
        raise Refused(
            _("The comment has more than %(limit)s characters. Shorten it, or attach a file.")
            % {"limit": f"{LONGEST:,}"}
        )
    return text


def _check_parent(item: Item, parent: Comment) -> None:
    alive = Comment.objects.filter(pk=parent.pk, item=item, removed_at__isnull=True)
    if not alive.exists():
        raise Refused(_("The comment you answer has been removed. Comment on the item instead."))
