"""Drafts, and what an officer has typed and not yet saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.services.audiences import all_officers
from core import clock
from core.rows import only
from core.services.record import record
from knowledge.locks import lock_item
from knowledge.models import GeneralKnowledge, Item, Revision, WorkingCopy
from knowledge.services.attachments import forget_files
from knowledge.services.details import set_columns, set_details
from knowledge.services.errors import Refused, StaleCopy
from knowledge.services.facts import facts_after
from knowledge.services.fields import ItemFields, tidy, tidy_comment
from knowledge.services.guards import (
    require_author,
    require_open,
    require_status,
    require_writer,
)
from knowledge.services.revisions import write_revision


def create_draft(
    *, by: Officer, fields: ItemFields, comment: str = "", token: UUID | None = None
) -> GeneralKnowledge:
    """A new item of general knowledge with its first revision. The title may be empty.

    It belongs to the officer's office. ``token`` comes from the form: the same one posted again
    returns the draft that is there while nobody has touched it, so a double click begins one.
    Raises Refused.
    """
    fields = fields.cleaned()
    if token is not None and GeneralKnowledge.objects.filter(token=token).exists():
        return _untouched(token, by, fields) or _create(by, fields, comment, None)
    try:
        return _create(by, fields, comment, token)
    except IntegrityError:
        # The other click was first: it held its token until it was done.
        known = _untouched(token, by, fields) if token is not None else None
        if known is None:
            raise
        return known


def _untouched(token: UUID, by: Officer, fields: ItemFields) -> GeneralKnowledge | None:
    """The draft that a form has begun, as it was then. Whoever went back to the form after writing,
    or chose another shape there, wants a new one."""
    drafts = GeneralKnowledge.objects.filter(
        token=token,
        author=by,
        status=Item.Status.DRAFT,
        shape=fields.shape,
        updated_at=F("created_at"),
        working_copies__isnull=True,
    )
    return only(drafts)


@transaction.atomic
def _create(by: Officer, fields: ItemFields, comment: str, token: UUID | None) -> GeneralKnowledge:
    if by.office_id is None:
        raise Refused(_("You belong to no office yet. Ask an administrator to enter yours."))
    now = clock.now()
    item = GeneralKnowledge(
        kind=GeneralKnowledge.KIND,
        author=by,
        office_id=by.office_id,
        audience=fields.audience or all_officers(),
        shape=fields.shape,
        token=token,
        version=1,
        created_at=now,
        updated_at=now,
    )
    set_columns(item, fields)
    item.title, item.summary = fields.title, fields.summary
    item.save(force_insert=True)
    columns, _changed = set_details(item, fields, by)
    revision = write_revision(
        item=item,
        editor=by,
        title=fields.title,
        summary=fields.summary,
        source=fields.source,
        comment=tidy_comment(comment),
        facts=facts_after(item, fields, by),
    )
    item.save(update_fields=["current_revision", *columns])
    record(
        verb="item.drafted",
        obj=item,
        actor=by,
        key=f"item.drafted:{item.pk}",
        data={"revision": revision.pk},
    )
    return item


@transaction.atomic
def delete_draft(*, item: Item, by: Officer) -> None:
    """Delete a draft with everything that hangs on it. Only its author may."""
    fresh = lock_item(item.pk)
    require_author(fresh, by)
    require_status(
        fresh,
        (Item.Status.DRAFT,),
        _("Only a draft can be deleted. Withdraw a submission first; retire what is published."),
    )
    record(verb="item.deleted", obj=fresh, actor=by, key=f"item.deleted:{fresh.pk}")
    forget_files(fresh)
    fresh.delete()


def save_working_copy(
    *, item: Item, by: Officer, data: dict[str, Any], version: int, base: Revision | None = None
) -> WorkingCopy:
    """Keep what the officer has typed. ``version`` is that of the copy the form has, 0 for none.

    ``base`` is the revision the form was opened with, None for the current one; it is kept with
    the first saving. Raises StaleCopy if another window saved in between, Refused.
    """
    if version:
        copy = _update_copy(item, by, _tidy(data), version)
        if copy is not None:
            return copy
        raise StaleCopy(_copy_of(item, by))
    return _create_copy(item, by, _tidy(data), base)


@transaction.atomic
def discard_working_copy(*, item: Item, by: Officer) -> None:
    """Forget what the officer has typed and not saved."""
    WorkingCopy.objects.filter(item_id=item.pk, officer=by).delete()


@transaction.atomic
def _update_copy(item: Item, by: Officer, data: dict[str, Any], version: int) -> WorkingCopy | None:
    """One conditional update decides between windows: no lock, no reading first."""
    fresh = Item.objects.filter(pk=item.pk).first()
    if fresh is None:
        return None
    require_writer(fresh, by)
    require_open(fresh)
    changed = WorkingCopy.objects.filter(item_id=item.pk, officer=by, version=version).update(
        data=data, version=F("version") + 1, saved_at=clock.now()
    )
    return _copy_of(item, by) if changed else None


def _create_copy(
    item: Item, by: Officer, data: dict[str, Any], base: Revision | None
) -> WorkingCopy:
    """The item is locked, so that no copy appears behind the back of a save."""
    try:
        with transaction.atomic():
            fresh = lock_item(item.pk)
            require_writer(fresh, by)
            require_open(fresh)
            current = fresh.current_revision
            if base is not None and current is not None and base.pk != current.pk:
                if base.item_id != item.pk:
                    raise ValueError("The base is a revision of another item.")
                if current.editor_id == by.pk:
                    # The form was saved meanwhile; what it still sends is older than that.
                    raise StaleCopy(None)
            return WorkingCopy.objects.create(
                item_id=item.pk, officer=by, base=base or current, data=data
            )
    except IntegrityError:
        raise StaleCopy(_copy_of(item, by)) from None


def _copy_of(item: Item, by: Officer) -> WorkingCopy | None:
    return WorkingCopy.objects.filter(item_id=item.pk, officer=by).first()


def _tidy(value: Any) -> Any:
    """JSON as the database takes it: no character that PostgreSQL refuses."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, dict):
        return {tidy(str(name)): _tidy(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_tidy(entry) for entry in value]
    return value
