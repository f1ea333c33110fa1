"""Saving a changed text, together with what others saved meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from knowledge.access import STANDING
from knowledge.home import forget_shared_lists
from knowledge.locks import lock_item
from knowledge.merging import merge_texts, merge_value
from knowledge.models import Item, Revision, WorkingCopy
from knowledge.services.details import set_columns, set_details
from knowledge.services.errors import EditConflict
from knowledge.services.facts import facts_after, merge_facts
from knowledge.services.fields import ItemFields, require_whole, tidy_comment
from knowledge.services.guards import require_open, require_writer
from knowledge.services.revisions import changed_share, fingerprint, write_revision
from knowledge.services.touch import save_touched


@transaction.atomic
def revise_item(
    *, item: Item, by: Officer, fields: ItemFields, base: Revision | None, comment: str = ""
) -> Revision:
    """Save the form of an item: its text as a new revision, and the details around it.

    ``base`` is the revision that the person started from. If somebody saved since, both edits
    are joined: the text line by line, everything else field by field. Raises EditConflict where
    they overlap (and changes nothing), Refused, ValueError for a base of another item.

    The same text as now makes no new revision; the current one is returned, and the details
    are saved. The working copy of the person ends with the save. A published item stays so, and
    a hidden one.
    """
    fields = fields.cleaned()
    if base is not None and base.item_id != item.pk:
        raise ValueError("The base is a revision of another item.")
    fresh = lock_item(item.pk)
    require_writer(fresh, by)
    require_open(fresh)
    if base is not None and base.pk == fresh.current_revision_id:
        # A revision never changes, so the text in hand is the current one.
        fresh.current_revision = base
    current = fresh.current_revision
    if current is not None and (base is None or base.pk != current.pk):
        fields = _merge(fresh, base, current, fields)
    if fresh.status in STANDING:
        require_whole(
            title=fields.title,
            summary=fields.summary,
            source=fields.source,
            category_id=fields.category.pk if fields.category else None,
        )
    columns = set_columns(fresh, fields)
    details, changed = set_details(fresh, fields, by)
    facts = facts_after(fresh, fields, by)
    revision = _write(fresh, by, fields, current, comment, facts)
    if "audience" in columns:
        forget_shared_lists()
    if revision != current or columns or changed:
        _finish(fresh, by, current, revision, [*columns, *details])
    WorkingCopy.objects.filter(item_id=fresh.pk, officer=by).delete()
    return revision


@transaction.atomic
def restore_revision(*, item: Item, by: Officer, revision: Revision, comment: str = "") -> Revision:
    """Make an earlier text the current one again, as a new revision. Raises Refused.

    Title, summary and text come back; the details around them stay as they are.
    """
    if revision.item_id != item.pk:
        raise ValueError("The revision belongs to another item.")
    fresh = lock_item(item.pk)
    require_writer(fresh, by)
    require_open(fresh)
    if fresh.status in STANDING:
        require_whole(
            title=revision.title,
            summary=revision.summary,
            source=revision.source,
            category_id=fresh.category_id,
        )
    current = fresh.current_revision
    text = ItemFields(title=revision.title, summary=revision.summary, source=revision.source)
    said = comment or _("Restored revision %(number)d") % {"number": revision.number}
    restored = _write(fresh, by, text, current, said)
    if restored != current:
        _finish(fresh, by, current, restored, [], restored=revision.number)
    return restored


def revise_text(
    *,
    item: Item,
    by: Officer,
    editor: Officer,
    text: ItemFields,
    base: Revision,
    comment: str,
    **more: int,
) -> Revision:
    """Save title, summary and source of ``text`` as a revision of ``editor`` that ``by`` let in.

    ``item`` is locked and published, ``base`` the revision that the text was made from; the
    details around the text stay. Returns the current revision where the text says nothing new.
    Raises EditConflict, Refused.
    """
    current = item.current_revision
    assert current is not None
    text = text.cleaned()
    if base.pk != current.pk:
        text = _merge_text(base, current, text).cleaned()
    require_whole(
        title=text.title,
        summary=text.summary,
        source=text.source,
        category_id=item.category_id,
    )
    revision = _write(item, editor, text, current, comment)
    if revision != current:
        _finish(item, by, current, revision, [], **more)
    return revision


def _merge(item: Item, base: Revision | None, current: Revision, mine: ItemFields) -> ItemFields:
    """The person's fields with what others saved since ``base``. Raises EditConflict."""
    merged = _merge_text(base, current, mine).cleaned()
    return merge_facts(item, base.facts if base else {}, merged)


def _merge_text(base: Revision | None, current: Revision, mine: ItemFields) -> ItemFields:
    source = merge_texts(base.source if base else "", current.source, mine.source)
    title, clash = merge_value(base and base.title, current.title, mine.title)
    summary, clash_too = merge_value(base and base.summary, current.summary, mine.summary)
    if source.conflicts or clash or clash_too:
        raise EditConflict(base, current, mine, source.text)
    return replace(mine, title=str(title), summary=str(summary), source=source.text)


def _write(
    item: Item,
    by: Officer,
    fields: ItemFields,
    current: Revision | None,
    comment: str,
    facts: dict[str, Any] | None = None,
) -> Revision:
    """A new current revision of the item, or the present one if the text is the same."""
    same = current is not None and current.sha256 == fingerprint(
        fields.title, fields.summary, fields.source
    )
    if current is not None and same:
        return current
    return write_revision(
        item=item,
        editor=by,
        title=fields.title,
        summary=fields.summary,
        source=fields.source,
        comment=tidy_comment(comment),
        parent=current,
        facts=facts,
    )


def _finish(
    item: Item,
    by: Officer,
    before: Revision | None,
    revision: Revision,
    columns: list[str],
    **more: int,
) -> None:
    item.updated_at = clock.now()
    if revision != before:
        columns = [*columns, "title", "summary", "current_revision"]
    save_touched(item, "updated_at", *columns)
    share = changed_share(before, revision) if before else 1.0
    record(
        verb="item.revised",
        obj=item,
        actor=by,
        key=f"item.revised:{item.pk}:{item.version}",
        data={
            "revision": revision.pk,
            "number": revision.number,
            "changed_share": share,
            **more,
        },
    )
