"""Entries into the database, a batch in a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import clock
from core.models import Activity
from core.services.record import object_type_of, record_many
from knowledge.importing.copying import copy_rows, next_keys
from knowledge.importing.entries import Entry
from knowledge.importing.lines import BadLine
from knowledge.importing.names import Names
from knowledge.locks import lock_items
from knowledge.models import GeneralKnowledge, Item, ItemTag, Revision

EDITED = (
    "the item has been edited in the portal since its last import; the edit is kept,"
    " so take the change over by hand"
)


@dataclass(frozen=True, slots=True)
class Known:
    """The item of an external number: its newest revision, and what was last imported."""

    item_id: int
    number: int
    current_id: int | None
    sha256: str
    given_sha256: str
    is_edited: bool

    def has(self, entry: Entry) -> bool:
        """Whether the entry brings nothing new."""
        return entry.given_sha256 == self.given_sha256 or entry.sha256 == self.sha256


def known_of(external_ids: Iterable[str]) -> dict[str, Known]:
    """The items of these external numbers (2 queries)."""
    rows = list(
        Revision.objects.filter(item__external_id__in=list(external_ids))
        .order_by("number")
        .values_list(
            *("item__external_id", "item_id", "pk", "number", "sha256"),
            "item__current_revision_id",
        )
    )
    imports = Activity.objects.filter(key__in=[_key(pk) for _e, _i, pk, *_rest in rows])
    given = dict(imports.values_list("key", "data__sha256"))
    known: dict[str, Known] = {}
    for external_id, item_id, pk, number, sha256, current_id in rows:
        before = known.get(external_id)
        key = _key(pk)
        known[external_id] = Known(
            item_id=item_id,
            number=number,
            current_id=current_id,
            sha256=sha256,
            given_sha256=given.get(key, before.given_sha256 if before else ""),
            is_edited=key not in given,
        )
    return known


@transaction.atomic
def create_items(entries: Sequence[Entry], pages: Sequence[str], names: Names) -> int:
    """Publish new items with one revision each; ``pages`` are the rendered texts.

    Nobody may know the external numbers yet. An import earns no mileage: its activity is
    ``item.imported`` and not ``item.published``. Returns how many.
    """
    if not entries:
        return 0
    now = clock.now()
    names.learn_tags(entries)
    item_ids = next_keys(Item, len(entries))
    revision_ids = next_keys(Revision, len(entries))
    items, revisions, tags = [], [], []
    for entry, html, pk, revision_id in zip(entries, pages, item_ids, revision_ids, strict=True):
        item = _item(entry, pk, revision_id, names)
        entry_tags = names.tags_of(entry)
        item.tag_names = "\n".join(tag.name for tag in entry_tags)
        tags += [ItemTag(content_object_id=pk, tag_id=tag.pk) for tag in entry_tags]
        items.append(item)
        revisions.append(_revision(entry, html, pk, revision_id, editor_id=item.author_id))
    copy_rows(Item, items)
    copy_rows(GeneralKnowledge, items)
    copy_rows(Revision, revisions)
    ItemTag.objects.bulk_create(tags)
    record_many([_activity(r, e, now) for r, e in zip(revisions, entries, strict=True)])
    return len(items)


@transaction.atomic
def revise_items(
    entries: Sequence[Entry], pages: Sequence[str], names: Names
) -> tuple[int, list[BadLine]]:
    """Give items of earlier imports a new revision; what officers edited meanwhile is refused.

    Details around the text (category, tags, readers) stay as they are: they may have been
    tended in the portal. Returns how many were revised, and the refused lines.
    """
    if not entries:
        return 0, []
    lock_items(known.item_id for known in known_of(e.external_id for e in entries).values())
    known = known_of(entry.external_id for entry in entries)
    refused, revisions, activities = [], [], []
    now = clock.now()
    keys = next_keys(Revision, len(entries))
    for entry, html, revision_id in zip(entries, pages, keys, strict=True):
        old = known[entry.external_id]
        if old.is_edited:
            refused.append(BadLine(entry.number, EDITED))
            continue
        revision = _revision(
            entry, html, old.item_id, revision_id, editor_id=names.author_of(entry).pk
        )
        revision.number = old.number + 1
        revision.parent_id = old.current_id
        revisions.append(revision)
        activities.append(_activity(revision, entry, now))
    copy_rows(Revision, revisions)
    for revision in revisions:
        Item.objects.filter(pk=revision.item_id).update(
            title=revision.title,
            summary=revision.summary,
            current_revision=revision.pk,
            updated_at=now,
            version=F("version") + 1,
        )
    record_many(activities)
    return len(revisions), refused


def _item(entry: Entry, pk: int, revision_id: int, names: Names) -> GeneralKnowledge:
    author = names.author_of(entry)
    moment = entry.moment or clock.now()
    return GeneralKnowledge(
        pk=pk,
        id=pk,
        kind=GeneralKnowledge.KIND,
        title=entry.title,
        summary=entry.summary,
        author_id=author.pk,
        office_id=author.office_id,
        category_id=names.category_of(entry),
        audience_id=names.audience_of(entry).pk,
        language=entry.language,
        status=Item.Status.PUBLISHED,
        current_revision_id=revision_id,
        created_at=moment,
        published_at=moment,
        updated_at=moment,
        external_id=entry.external_id,
    )


def _revision(entry: Entry, html: str, item_id: int, pk: int, *, editor_id: int) -> Revision:
    return Revision(
        pk=pk,
        item_id=item_id,
        number=1,
        title=entry.title,
        summary=entry.summary,
        source=entry.source,
        html=html,
        editor_id=editor_id,
        sha256=entry.sha256,
        created_at=entry.moment or clock.now(),
    )


def _activity(revision: Revision, entry: Entry, now: datetime) -> Activity:
    return Activity(
        key=_key(revision.pk),
        verb="item.imported",
        object_type=object_type_of(Item()),
        object_id=revision.item_id,
        data={
            "revision": revision.pk,
            "number": revision.number,
            "sha256": entry.given_sha256,
        },
        occurred_at=now,
    )


def _key(revision_id: int) -> str:
    return f"item.imported:{revision_id}"
