"""The only road from an id to an object in a view. What you may not see is a 404."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator_of
from core.numbers import number_in
from core.rows import only
from knowledge.facts import facts_of
from knowledge.matching import matches
from knowledge.models import Attachment, Comment, Item, Revision
from knowledge.querysets import ItemQuerySet, may_see

# In which a text may be changed. What is hidden is mended there before it is shown again.
OPEN_STATES = (
    Item.Status.DRAFT,
    Item.Status.RETURNED,
    Item.Status.PUBLISHED,
    Item.Status.HIDDEN,
)
# In which a changed text is saved and not submitted again.
STANDING = (Item.Status.PUBLISHED, Item.Status.HIDDEN)


def get_item(
    officer: Officer | AnonymousUser, item_id: int, *, rows: ItemQuerySet | None = None
) -> Item:
    """The item if the officer may know of it. Raises Http404."""
    rows = Item.objects.for_page() if rows is None else rows
    item = only(rows.visible_to(officer).filter(pk=item_id))
    if item is None:
        raise Http404
    return item


def get_facts(officer: Officer | AnonymousUser, item_id: int) -> Item:
    """The item with the facts of its row alone, if the officer may know of it. Raises Http404.

    One query: for pages that are kept, and for verbs that read the item under a lock anyway.
    """
    item = facts_of(item_id)
    if item is None or not matches(may_see(officer), item):
        raise Http404
    return item


def get_editable_item(officer: Officer, item_id: int) -> Item:
    """The item if the officer may change its text. Raises Http404."""
    item = get_item(officer, item_id)
    if not may_edit(officer, item):
        raise Http404
    return item


def get_written_item(officer: Officer, item_id: int) -> Item:
    """The item if the officer is one of its writers, whatever its state. Raises Http404."""
    if not is_writer(officer, get_facts(officer, item_id)):
        raise Http404
    rows = Item.objects.select_related("audience__office", "current_revision")
    item = only(rows.filter(pk=item_id))
    if item is None:
        raise Http404
    return item


def get_revision(officer: Officer | AnonymousUser, item_id: int, number: int) -> Revision:
    """One revision of a visible item. Raises Http404."""
    item = get_item(officer, item_id)
    revision = only(item.revisions.select_related("editor").filter(number=number))
    if revision is None or not may_see_history(officer, item):
        raise Http404
    return revision


def get_attachment(officer: Officer | AnonymousUser, attachment_id: int) -> Attachment:
    """A file of a visible item. Raises Http404."""
    attachment = only(Attachment.objects.filter(pk=attachment_id))
    if attachment is None:
        raise Http404
    get_item(officer, attachment.item_id, rows=Item.objects.only("pk"))
    return attachment


def get_comment(officer: Officer, comment_id: int, *, removed: bool = False) -> Comment:
    """A comment of a visible item, with ``removed`` also one taken away. Raises Http404."""
    comment = only(Comment.objects.select_related("item", "author").filter(pk=comment_id))
    if comment is None or (comment.removed_at is not None and not removed):
        raise Http404
    get_item(officer, comment.item_id, rows=Item.objects.only("pk"))
    return comment


def find_comment(officer: Officer, number: str) -> Comment | None:
    """The comment of a number that somebody posted, None where ``get_comment`` raises."""
    comment_id = number_in(number)
    if comment_id is None:
        return None
    try:
        return get_comment(officer, comment_id)
    except Http404:
        return None


def is_writer(officer: Officer | AnonymousUser, item: Item) -> bool:
    """Author or co-author: no query for the author, or where the item came with its writers."""
    if officer.pk is None:
        return False
    return item.author_id == officer.pk or any(
        row.officer_id == officer.pk for row in item.coauthorships.all()
    )


def may_edit(officer: Officer, item: Item) -> bool:
    """Writers, while nobody is judging the form and the item lives."""
    return item.status in OPEN_STATES and is_writer(officer, item)


def may_see_history(officer: Officer | AnonymousUser, item: Item) -> bool:
    """Everybody who reads a published item; of others, those who work on it."""
    return item.status == Item.Status.PUBLISHED or may_manage(officer, item)


def may_manage(officer: Officer | AnonymousUser, item: Item) -> bool:
    """Writers, the coordinator of the owning office, administrators."""
    if isinstance(officer, AnonymousUser):
        return False
    return (
        is_writer(officer, item) or is_coordinator_of(officer, item.office_id) or is_admin(officer)
    )
