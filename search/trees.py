"""Trees of categories and offices, with numbers of hits summed up from below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import get_language

from accounts.models import Office
from knowledge.categories import all_categories

KEY = "search-offices"
KEEP_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Node:
    """A category or an office. ``code`` is what stands in addresses; ``lft`` and ``rght`` bound
    what lies below in the tree ``tree``."""

    pk: int
    parent: int | None
    code: str
    name_ko: str
    name_en: str
    tree: int
    lft: int
    rght: int

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_ko if (get_language() or "ko").startswith("ko") else self.name_en

    def holds(self, other: Node) -> bool:
        """Whether ``other`` is this node or lies below it."""
        return self.tree == other.tree and self.lft <= other.lft <= self.rght


@dataclass(frozen=True, slots=True)
class Level:
    """A node that a facet offers, how deep it stands, and the hits in it and below."""

    node: Node
    depth: int
    count: int


def offices() -> list[Node]:
    """All offices in the order of the tree; kept for five minutes."""
    found: list[Node] | None = cache.get(KEY)
    if found is None:
        columns = ("pk", "parent_id", "code", "name_ko", "name_en", "tree_id", "lft", "rght")
        rows = Office.objects.order_by("tree_id", "lft").values_list(*columns)
        found = [Node(*row) for row in rows]
        cache.set(KEY, found, KEEP_SECONDS)
    return found


def categories() -> list[Node]:
    """All categories in the order of the tree."""
    return [
        Node(
            one.pk,
            one.parent_id,
            one.slug,
            one.name_ko,
            one.name_en,
            one.tree_id,
            one.lft,
            one.rght,
        )
        for one in all_categories()
    ]


def office_of(code: str) -> Node | None:
    """The office with that code."""
    return next((node for node in offices() if node.code == code), None)


def offices_below(code: str) -> frozenset[int]:
    """Ids of the office and of all below it; empty for an unknown code."""
    top = office_of(code)
    return frozenset(node.pk for node in offices() if top and top.holds(node))


def levels(nodes: Sequence[Node], counts: Mapping[int, int], chosen: Node | None) -> list[Level]:
    """What a facet offers of a tree: the way to the chosen node, then what lies right below it.

    ``counts`` has the hits of each node without those below it. Where nothing is chosen, the
    roots are offered; a single root with what lies right below it. Nodes without hits are left
    out, but for the way to the chosen one.
    """
    totals = _totals(nodes, counts)
    if chosen is None:
        roots = [node for node in nodes if node.parent is None and totals[node.pk]]
        if len(roots) != 1:
            return _offered(roots, 0, totals)
        way = roots
    else:
        way = [node for node in nodes if node.holds(chosen)]
    below = [node for node in nodes if node.parent == way[-1].pk and totals[node.pk]]
    path = [Level(node, depth, totals[node.pk]) for depth, node in enumerate(way)]
    return path + _offered(below, len(way), totals)


def _offered(nodes: Iterable[Node], depth: int, totals: Mapping[int, int]) -> list[Level]:
    most = sorted(nodes, key=lambda node: -totals[node.pk])
    return [Level(node, depth, totals[node.pk]) for node in most]


def _totals(nodes: Sequence[Node], counts: Mapping[int, int]) -> dict[int, int]:
    totals = {node.pk: counts.get(node.pk, 0) for node in nodes}
    # Children stand behind their parents.
    for node in reversed(nodes):
        if node.parent is not None and node.parent in totals:
            totals[node.parent] += totals[node.pk]
    return totals
