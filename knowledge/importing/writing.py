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
from knowledge.importing.entries import Entry, shorten
from knowledge.importing.lines import BadLine
from knowledge.importing.names import Names
from knowledge.importing.rendering import Page
from knowledge.locks import lock_items
from knowledge.models import GeneralKnowledge, Item, ItemTag, Revision
from knowledge.services.links import linked_ids, set_links
from knowledge.services.revisions import fingerprint
from knowledge.services.touch import tell_search

SUMMARY_TAKEN = 200  # characters
EDITED = (
    "the item has been edited in the portal since its last import; the edit is kept,"
    " so take the change over by hand"
)


@dataclass(frozen=True, slots=True)
class Known:
    """The item of an external number: its newest revision, and what was last imported.

    ``imported`` is the fingerprint of what a line gave; ``is_edited``: officers wrote the newest
    revision.
    """

    item_id: int
    number: int
    current_id: int | None
    imported: str
    is_edited: bool

    def brings_nothing(self, entry: Entry) -> bool:
        """Whether the entry was imported before, or an officer has taken it over by hand."""
        if self.imported == entry.sha256:
            return True
        same = Revision.objects.filter(
            pk=self.current_id or 0, title=entry.title, source=entry.source
        )
        return self.is_edited and same.exists()


def known_of(external_ids: Iterable[str]) -> dict[str, Known]:
    """The items of these external numbers (2 queries)."""
    rows = list(
        Revision.objects.filter(item__external_id__in=list(external_ids))
        .order_by("number")
        .values_list(*("item__external_id", "item_id", "pk", "number", "item__current_revision_id"))
    )
    imports = Activity.objects.filter(key__in=[_key(pk) for _e, _i, pk, *_rest in rows])
    prints = dict(imports.values_list("key", "data__sha256"))
    known: dict[str, Known] = {}
    for external_id, item_id, pk, number, current_id in rows:
        before = known.get(external_id)
        key = _key(pk)
        known[external_id] = Known(
            item_id=item_id,
            number=number,
            current_id=current_id,
            imported=prints.get(key, before.imported if before else ""),
            is_edited=key not in prints,
        )
    return known


@transaction.atomic
def create_items(entries: Sequence[Entry], pages: Sequence[Page], names: Names) -> int:
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
    for entry, page, pk, revision_id in zip(entries, pages, item_ids, revision_ids, strict=True):
        revision = _revision(entry, page, pk, revision_id, names)
        item = _item(entry, revision, names)
        entry_tags = names.tags_of(entry)
        item.tag_names = "\n".join(tag.name for tag in entry_tags)
        tags += [ItemTag(content_object_id=pk, tag_id=tag.pk) for tag in entry_tags]
        items.append(item)
        revisions.append(revision)
    copy_rows(Item, items)
    copy_rows(GeneralKnowledge, items)
    copy_rows(Revision, revisions)
    ItemTag.objects.bulk_create(tags)
    _keep_links(revisions)
    record_many([_activity(r, e, now) for r, e in zip(revisions, entries, strict=True)])
    tell_search(*item_ids)
    return len(items)


@transaction.atomic
def revise_items(
    entries: Sequence[Entry], pages: Sequence[Page], names: Names
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
    for entry, page, revision_id in zip(entries, pages, keys, strict=True):
        old = known[entry.external_id]
        if old.is_edited:
            refused.append(BadLine(entry.number, EDITED))
            continue
        revision = _revision(entry, page, old.item_id, revision_id, names)
        revision.number = old.number + 1
        revision.parent_id = old.current_id
        revision.created_at = now
        revisions.append(revision)
        activities.append(_activity(revision, entry, now))
    copy_rows(Revision, revisions)
    _keep_links(revisions)
    for revision in revisions:
        Item.objects.filter(pk=revision.item_id).update(
            title=revision.title,
            summary=revision.summary,
            current_revision=revision.pk,
            updated_at=now,
            version=F("version") + 1,
        )
    record_many(activities)
    tell_search(*(revision.item_id for revision in revisions))
    return len(revisions), refused


def _keep_links(revisions: Sequence[Revision]) -> None:
    """Most imported texts link to nothing here, and then there is nothing to ask."""
    pages = {r.item_id: r.html for r in revisions if r.number > 1 or linked_ids(r.html)}
    if pages:
        set_links(pages)


def _revision(entry: Entry, page: Page, item_id: int, pk: int, names: Names) -> Revision:
    """The first revision of an item, unsaved. Without a summary the text's beginning is one."""
    summary = entry.summary or shorten(page.beginning, SUMMARY_TAKEN) or entry.title
    return Revision(
        pk=pk,
        item_id=item_id,
        number=1,
        title=entry.title,
        summary=summary,
        source=entry.source,
        html=page.html,
        editor_id=names.author_of(entry).pk,
        sha256=fingerprint(entry.title, summary, entry.source),
        created_at=entry.moment or clock.now(),
    )


def _item(entry: Entry, revision: Revision, names: Names) -> GeneralKnowledge:
    author = names.author_of(entry)
    return GeneralKnowledge(
        pk=revision.item_id,
        id=revision.item_id,
        kind=GeneralKnowledge.KIND,
        title=revision.title,
        summary=revision.summary,
        author_id=author.pk,
        office_id=author.office_id,
        category_id=names.category_of(entry),
        audience_id=names.audience_of(entry).pk,
        language=entry.language,
        status=Item.Status.PUBLISHED,
        current_revision_id=revision.pk,
        created_at=revision.created_at,
        published_at=revision.created_at,
        updated_at=revision.created_at,
        external_id=entry.external_id,
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
            "sha256": entry.sha256,
        },
        occurred_at=now,
    )


def _key(revision_id: int) -> str:
    return f"item.imported:{revision_id}"
