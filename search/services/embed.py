"""Working out the meaning of items, a slice at a time, in the background."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import MD5, Concat

from core.registry import searchables
from core.searching import SearchDocument
from knowledge.models import Item
from knowledge.querysets import ItemQuerySet
from knowledge.searchable import KIND
from search.meaning import store
from search.meaning.model import embed_passages, is_available
from search.meaning.passages import passages
from search.models import Meaning
from search.services.relate import relate

# Items a step: enough that finding them costs little, few enough that a stop loses little.
STEP = 32


@dataclass(frozen=True, slots=True)
class Done:
    """How many items were worked out in a slice, and whether more wait."""

    items: int
    more: bool


def embed_some(*, seconds: float, told: Callable[[int], object] = int) -> Done:
    """Work for about ``seconds``: first title and summary of every published item, then their
    texts, those that are read most first. ``told`` hears of each step's number of items.

    Every item is a transaction of its own and says what it was made of, so a worker that is killed
    loses one item, two workers do some work twice and no harm, and an item that is changed
    meanwhile is found waiting again. Where there are no vectors, items are related by words.
    """
    deadline = time.monotonic() + seconds
    count = 0
    by_meaning = store.is_ready() and is_available()
    for depth in (
        (Meaning.Depth.HEAD, Meaning.Depth.WHOLE) if by_meaning else (Meaning.Depth.WORDS,)
    ):
        while ids := list(waiting(depth).values_list("pk", flat=True)[:STEP]):
            for item_id in ids:
                if time.monotonic() >= deadline:
                    return Done(count, more=True)
                work_out([item_id], depth)
                count += 1
                told(1)
    return Done(count, more=False)


def waiting(depth: int) -> ItemQuerySet:
    """Published items whose meaning is not known to that depth, or is of an older text."""
    head = MD5(Concat("title", Value("\n"), "summary"))
    rows = (
        Item.objects.published()
        .annotate(head=head)
        .filter(
            Q(meaning__isnull=True)
            | ~Q(meaning__revision_id=F("current_revision_id"))
            | ~Q(meaning__head=F("head"))
            | Q(meaning__depth__lt=depth)
        )
    )
    newest_first = ("-published_at",)
    return rows.order_by(*(("-view_count",) if depth == Meaning.Depth.WHOLE else ()), *newest_first)


def work_out(item_ids: Iterable[int], depth: int) -> None:
    """Work out these items to that depth. Those that are not published any more are left out."""
    ids = list(item_ids)
    # Before the texts are read: what changes between is worked out again, never overlooked.
    states = {
        item.pk: item
        for item in Item.objects.published()
        .filter(pk__in=ids)
        .annotate(head=MD5(Concat("title", Value("\n"), "summary")))
        .only("pk", "current_revision_id")
    }
    for document in searchables[KIND].documents(ids):
        state = states.get(document.pk)
        if state is not None and state.current_revision_id is not None:
            _work_out(document, state.current_revision_id, state.head, depth)  # type: ignore[attr-defined]


def _work_out(document: SearchDocument, revision_id: int, head: str, depth: int) -> None:
    vectors = None
    if depth > Meaning.Depth.WORDS:
        texts = passages(document.title, document.summary, document.body)
        if depth == Meaning.Depth.HEAD:
            texts = texts[:1]
        # Outside the transaction: it takes up to seconds, and nobody must wait for it.
        vectors = embed_passages(texts) if texts else None
    with transaction.atomic():
        if vectors is not None:
            store.write(document.pk, vectors, is_whole=depth == Meaning.Depth.WHOLE)
        Meaning.objects.update_or_create(
            item_id=document.pk,
            defaults={"revision_id": revision_id, "head": head, "depth": depth},
        )
        relate(
            item_id=document.pk,
            title=document.title,
            vector=vectors[0] if vectors is not None else None,
        )
