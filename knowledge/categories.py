"""The tree of categories, read whole and kept: there are dozens, and every list shows them."""

from __future__ import annotations

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


def category_of(slug: str) -> Category | None:
    """The category with that address."""
    return next((category for category in all_categories() if category.slug == slug), None)


def with_descendants(slug: str) -> frozenset[int]:
    """Ids of the category and of all below it; empty for an unknown address."""
    top = category_of(slug)
    if top is None:
        return frozenset()
    return frozenset(
        category.pk
        for category in all_categories()
        if category.tree_id == top.tree_id and top.lft <= category.lft <= top.rght
    )
