"""Items as search sees them: published ones, with what was said to them and what hangs on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from core.searching import AttachedText, SearchDocument
from knowledge.markdown import text_of_html
from knowledge.models import Attachment, Citation, CoAuthor, Comment, GeneralKnowledge, Item
from knowledge.texts.lines import across_lines

KIND = "item"
PDF = "application/pdf"


class Items:
    """The searchable of ``knowledge``."""

    code = KIND

    def ids(self, after: int, limit: int) -> list[int]:
        """The next ids of published items above ``after``, in order."""
        rows = Item.objects.published().filter(pk__gt=after).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:limit])

    def documents(self, ids: Iterable[int]) -> Iterator[SearchDocument]:
        """Those of ``ids`` that are published (6 queries, whatever their number)."""
        items = list(
            Item.objects.published().filter(pk__in=list(ids)).select_related("current_revision")
        )
        numbers = [item.pk for item in items]
        shapes = dict(
            GeneralKnowledge.objects.filter(pk__in=numbers).values_list("pk", "shape").order_by()
        )
        coauthors = _grouped(CoAuthor, numbers, "officer_id", order=("position", "pk"))
        citations = _grouped(Citation, numbers, "code")
        comments = _grouped(Comment, numbers, "html", removed_at=None)
        files = _grouped(
            Attachment, numbers, "pk", "name", "content_type", "text__text", is_inline=False
        )
        for item in items:
            yield _document(
                item,
                shape=shapes.get(item.pk, ""),
                coauthors=tuple(pk for (pk,) in coauthors[item.pk]),
                citations=tuple(code for (code,) in citations[item.pk]),
                comments=tuple(text_of_html(html) for (html,) in comments[item.pk]),
                attachments=tuple(_attached(*row) for row in files[item.pk]),
            )


def _attached(pk: int, name: str, content_type: str, text: str | None) -> AttachedText:
    text = text or ""
    if content_type == PDF:
        text = f"{text}\n{across_lines(text)}".strip()
    return AttachedText(pk, name, text)


def _document(
    item: Item,
    *,
    shape: str,
    coauthors: tuple[int, ...],
    citations: tuple[str, ...],
    comments: tuple[str, ...],
    attachments: tuple[AttachedText, ...],
) -> SearchDocument:
    revision, published_at = item.current_revision, item.published_at
    assert revision is not None
    assert published_at is not None
    return SearchDocument(
        kind=KIND,
        pk=item.pk,
        audience=item.audience_id,
        writers=(item.author_id, *coauthors),
        office=item.office_id,
        category=item.category_id,
        language=item.language,
        genre=item.kind,
        shape=shape,
        title=item.title,
        summary=item.summary,
        body=text_of_html(revision.html),
        tags=tuple(item.tag_list),
        comments=comments,
        attachments=attachments,
        citations=citations,
        published_at=published_at,
        changed_at=item.updated_at,
        score=item.score,
        superior=item.is_superior,
        readings=item.view_count,
    )


def _grouped(
    model: Any,
    item_ids: list[int],
    *columns: str,
    order: tuple[str, ...] = ("pk",),
    **narrowed: Any,
) -> dict[int, list[tuple[Any, ...]]]:
    """Rows of a model that hangs on items, by item."""
    rows = model.objects.filter(item_id__in=item_ids, **narrowed).order_by("item_id", *order)
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for item_id, *row in rows.values_list("item_id", *columns):
        found[item_id].append(tuple(row))
    return found
