"""Who hears how much of an item, as readers have chosen it.

The one rule of which choice wins, where several of an officer's fit an item: the most specific.

1. the item itself;
2. one of those who wrote it;
3. one of its tags;
4. its category, or one above it: the nearest;
5. its office, or one above it: the nearest.

Of two that are equally specific (two tags, two writers) the one that asks for more wins. Without
any choice the level is normal. ``Watch.Level`` names the levels; notifications says what each
means for each kind of notice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Officer
from knowledge.models import Item, ItemTag, Watch
from knowledge.models.watch import TARGETS
from knowledge.writers import writer_ids

# From the quietest to the one that asks for most.
LOUDNESS = ("muted", "normal", "tracking", "first_post", "watching")
KEEP_SECONDS = 3600

Target = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Following:
    """What an officer has chosen for an item: the level, and for which target it was chosen."""

    level: str
    target: str


def followers_of(item: Item, officer_id: int | None = None) -> dict[int, Following]:
    """Officer number to the choice that wins; officers without a choice are not in it.

    With ``officer_id`` of that officer alone.
    Five queries, whatever the number of followers.
    """
    wanted = _targets_of(item)
    asked = Q()
    for name, near in wanted.items():
        if near:
            asked |= Q(**{f"{name}__in": near})
    rows = Watch.objects.filter(asked)
    if officer_id is not None:
        rows = rows.filter(officer_id=officer_id)
    columns = [f"{name}_id" for name in TARGETS]
    best: dict[int, tuple[tuple[int, int, int], Following]] = {}
    for follower, level, *ids in rows.values_list("officer_id", "level", *columns):
        place, target_id = next((at, pk) for at, pk in enumerate(ids) if pk is not None)
        name = TARGETS[place]
        rank = (place, wanted[name][target_id], -LOUDNESS.index(level))
        if follower not in best or rank < best[follower][0]:
            best[follower] = (rank, Following(level, name))
    return {follower: following for follower, (_rank, following) in best.items()}


def watches_of(officer: Officer) -> QuerySet[Watch]:
    """All that an officer has chosen a level for, with what it is: items that they may read, then
    authors, tags, categories, offices; the latest first."""
    readable = Item.objects.visible_to(officer).values("pk")
    rows = Watch.objects.filter(Q(item=None) | Q(item__in=readable), officer=officer)
    return rows.select_related(*TARGETS).order_by("-pk")


def muted_items(officer: Officer, item_ids: Iterable[int]) -> frozenset[int]:
    """Those of the items that the officer has muted themselves (one query)."""
    rows = Watch.objects.filter(officer=officer, item__in=list(item_ids), level=Watch.Level.MUTED)
    return frozenset(rows.values_list("item_id", flat=True))


def follows_of(officer: Officer) -> dict[Target, str]:
    """What an officer follows but single items: (name of the target, number) to level.

    Kept until the officer changes something: every list shows it.
    """
    key = _key(officer.pk)
    known: dict[Target, str] | None = cache.get(key)
    if known is None:
        rows = Watch.objects.filter(officer=officer, item=None)
        columns = [f"{name}_id" for name in TARGETS[1:]]
        known = {}
        for level, *ids in rows.values_list("level", *columns):
            known.update(
                {(name, pk): level for name, pk in zip(TARGETS[1:], ids, strict=True) if pk}
            )
        cache.set(key, known, KEEP_SECONDS)
    return known


def forget_follows(officer: Officer) -> None:
    """Read anew what the officer follows once the transaction commits."""
    key = _key(officer.pk)
    transaction.on_commit(lambda: cache.delete(key))


def _key(officer_id: int) -> str:
    return f"follows:{officer_id}"


def _targets_of(item: Item) -> dict[str, dict[int, int]]:
    """For each sort of target: number to distance, 0 being the nearest."""
    tags = ItemTag.objects.filter(content_object=item).values_list("tag_id", flat=True)
    return {
        "item": {item.pk: 0},
        "author": dict.fromkeys(writer_ids(item), 0),
        "tag": dict.fromkeys(tags, 0),
        "category": _with_distance(item.category),
        "office": _with_distance(item.office),
    }


def _with_distance(node: Any) -> dict[int, int]:
    """A node of a tree and those above it."""
    if node is None:
        return {}
    above = node.get_ancestors(ascending=True, include_self=True)
    return {pk: steps for steps, pk in enumerate(above.values_list("pk", flat=True))}
