"""What knowledge shows on the home page: new, superior, much read, my office, read by me.

The lists that many officers share are kept for a minute under the audiences that they may read;
what is an officer's own is read each time. What is taken from readers may not stay even that long:
``forget_shared_lists`` says that everything kept before is no longer true.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Officer
from accounts.rights import rights_of
from core import clock
from core.models import Activity
from core.registry import verbs
from knowledge.cards import card
from knowledge.models import Category, Item, Reading
from knowledge.queries import rights_key

KEEP_SECONDS = 60
EPOCH = "home:epoch"
LINES = 6
RECENT = timedelta(days=90)
OFFICE_VERBS = ["item.published", "item.revised", "item.commented", "item.retired"]

Card = dict[str, Any]


def shared_lists(officer: Officer, hidden: frozenset[int]) -> SafeString:
    """The lists of what is new, superior (by top category) and much read, rendered: one cache read
    while kept. ``hidden`` are the items whose writers the officer must not learn."""
    key = f"home:lists:{rights_key(officer, hidden)}"
    found = cache.get_many([EPOCH, key])
    now = found.get(EPOCH, "")
    epoch, html = found.get(key, (None, ""))
    if epoch != now:
        lists = {
            "newest": _newest(officer, hidden),
            "superior": _superior(officer, hidden),
            "popular": _popular(officer, hidden),
        }
        html = str(render_to_string("knowledge/_home_lists.html", lists))
        cache.set(key, (now, html), KEEP_SECONDS)
    return mark_safe(html)  # noqa: S308 - a rendered template


def forget_shared_lists() -> None:
    """Make the lists anew once the transaction commits: something in them may not be shown now."""
    transaction.on_commit(lambda: cache.set(EPOCH, uuid4().hex, timeout=None))


def office_activity(
    officer: Officer, hidden: frozenset[int], most: int = LINES
) -> list[dict[str, Any]]:
    """The last things that officers of the same office did to items that this one may read.

    Not to those in ``hidden``: who did it would say who wrote them.
    """
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
