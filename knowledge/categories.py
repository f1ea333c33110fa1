"""The tree of categories, read whole and kept: there are dozens, and every list shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from knowledge.models import Category

KEY = "categories"
KEEP_SECONDS = 300


def all_categories() -> list[Category]:
    """All categories in the order of the tree."""
    found: list[Category] | None = cache.get(KEY)
    if found is None:
        found = list(Category.objects.order_by("tree_id", "lft"))
        cache.set(KEY, found, KEEP_SECONDS)
    return found


def forget_categories() -> None:
    """Read the tree anew next time; called by whoever changes it."""
    cache.delete(KEY)


def top_categories() -> list[Category]:
    """The categories that belong to no other."""
    return [category for category in all_categories() if category.parent_id is None]


@dataclass(frozen=True, slots=True)
class Branch:
    """A category, the way down to it, and the ids of it and of all below it."""

    category: Category
    above: tuple[Category, ...]
    ids: frozenset[int]


def branch_of(slug: str) -> Branch | None:
    """The branch of the category with that address; the tree is read once for all of it."""
    tree = all_categories()
    top = next((category for category in tree if category.slug == slug), None)
    if top is None:
        return None
    line = [category for category in tree if category.tree_id == top.tree_id]
    return Branch(
        category=top,
        above=tuple(c for c in line if c.lft < top.lft < c.rght),
        ids=frozenset(c.pk for c in line if top.lft <= c.lft <= top.rght),
    )


def with_descendants(slug: str) -> frozenset[int]:
    """Ids of the category and of all below it; empty for an unknown address."""
    branch = branch_of(slug)
    return branch.ids if branch else frozenset()
