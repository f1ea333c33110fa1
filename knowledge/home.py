"""What knowledge shows on the home page: new, superior, much read, my office, read by me.

The lists that many officers share are kept for a minute under the audiences that they may read;
what is an officer's own is read each time. What is taken from readers may not stay even that long:
``forget_shared_lists`` says that everything kept before is no longer true.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

from accounts.models import Officer
from accounts.rights import rights_of
from core import clock
from core.models import Activity
from core.registry import verbs
from knowledge.blind import hidden_writers
from knowledge.cards import card
from knowledge.models import Category, Item, Reading
from knowledge.queries import rights_key

KEEP_SECONDS = 60
EPOCH = "home:epoch"
LINES = 6
RECENT = timedelta(days=90)
OFFICE_VERBS = ["item.published", "item.revised", "item.commented", "item.retired"]

Card = dict[str, Any]


def shared_lists(officer: Officer) -> dict[str, list[Any]]:
    """``newest``, ``superior`` (by top category) and ``popular``, from one cache read."""
    hidden = hidden_writers(officer)
    makers: dict[str, Callable[[Officer, frozenset[int]], list[Any]]] = {
        "newest": _newest,
        "superior": _superior,
        "popular": _popular,
    }
    audience = rights_key(officer, hidden)
    keys = {name: f"home:{name}:{audience}" for name in makers}
    found = cache.get_many([EPOCH, *keys.values()])
    now = found.get(EPOCH, "")
    lists: dict[str, list[Any]] = {}
    for name, make in makers.items():
        epoch, kept = found.get(keys[name], (None, []))
        if epoch == now:
            lists[name] = kept
        else:
            lists[name] = make(officer, hidden)
            cache.set(keys[name], (now, lists[name]), KEEP_SECONDS)
    return lists


def forget_shared_lists() -> None:
    """Make the lists anew once the transaction commits: something in them may not be shown now."""
    transaction.on_commit(lambda: cache.set(EPOCH, uuid4().hex, timeout=None))


def office_activity(officer: Officer, most: int = LINES) -> list[dict[str, Any]]:
    """The last things that officers of the same office did to items that this one may read."""
    if officer.office_id is None:
        return []
    colleagues = Officer.objects.filter(office_id=officer.office_id)
    rows = list(
        Activity.objects.filter(actor__in=colleagues.values("pk"), verb__in=OFFICE_VERBS)
        .select_related("actor")
        .order_by("-pk")[: most * 3]
    )
    items = (
        Item.objects.visible_to(officer).filter(pk__in={row.object_id for row in rows}).in_bulk()
    )
    hidden = hidden_writers(officer)
    lines = [
        {"activity": row, "verb": verbs[row.verb].label, "item": items[row.object_id]}
        for row in rows
        if row.object_id in items and row.object_id not in hidden
    ]
    return lines[:most]


def recently_read(officer: Officer, most: int = LINES) -> list[Item]:
    """Items that the officer opened last, newest first."""
    rows = Reading.objects.filter(officer=officer).order_by("-day", "-pk")
    ids = list(dict.fromkeys(rows.values_list("item_id", flat=True)[: most * 3]))[:most]
    items = Item.objects.visible_to(officer).published().in_bulk(ids)
    return [items[pk] for pk in ids if pk in items]


def _newest(officer: Officer, hidden: frozenset[int]) -> list[Card]:
    rows = Item.objects.in_audiences(rights_of(officer).audience_ids).for_list()
    return [card(item, hidden) for item in rows.order_by("-published_at")[:LINES]]


def _popular(officer: Officer, hidden: frozenset[int]) -> list[Card]:
    rows = Item.objects.in_audiences(rights_of(officer).audience_ids).for_list()
    rows = rows.filter(published_at__gte=clock.now() - RECENT)
    return [card(item, hidden) for item in rows.order_by("-view_count", "-pk")[:LINES]]


def _superior(officer: Officer, hidden: frozenset[int]) -> list[dict[str, Any]]:
    """The latest superior items, two for each top category, richest categories first."""
    rows = (
        Item.objects.in_audiences(rights_of(officer).audience_ids)
        .filter(grade=Item.Grade.SUPERIOR)
        .for_list()
        .order_by("-published_at")[:60]
    )
    tops = {top.tree_id: top for top in Category.objects.filter(parent=None)}
    groups: dict[int, list[Card]] = {}
    for item in rows:
        if item.category is not None:
            groups.setdefault(item.category.tree_id, []).append(card(item, hidden))
    largest = sorted(groups, key=lambda tree: (-len(groups[tree]), tree))[:LINES]
    return [
        {"name": tops[tree].name, "slug": tops[tree].slug, "items": groups[tree][:2]}
        for tree in largest
    ]
