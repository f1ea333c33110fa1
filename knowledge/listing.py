"""What a list of knowledge is narrowed and sorted by, as its address says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Officer
from knowledge.blind import hidden_writers
from knowledge.categories import Branch, branch_of
from knowledge.models import Category, Item
from knowledge.querysets import ItemQuerySet

SORTS = {
    "newest": (_("Newest"), ("-published_at", "-pk")),
    "read": (_("Most read"), ("-view_count", "-pk")),
    "superior": (_("Superior"), ("-score", "-published_at", "-pk")),
}
KEEP_COUNT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Listing:
    """The filters of one list. What an address says wrongly is left out."""

    branch: Branch | None = None
    tag: str = ""
    office: Office | None = None
    author: Officer | None = None
    language: str = ""
    sort: str = "newest"

    @property
    def category(self) -> Category | None:
        """The category that the list is of."""
        return self.branch.category if self.branch else None

    @property
    def address(self) -> dict[str, str]:
        """The filters as parameters, without the category, which is part of the path."""
        values = {
            "tag": self.tag,
            "office": self.office.code if self.office else "",
            "author": self.author.username if self.author else "",
            "language": self.language,
            "sort": "" if self.sort == "newest" else self.sort,
        }
        return {name: value for name, value in values.items() if value}

    def without(self, name: str) -> str:
        """The query of the same list without one filter."""
        return urlencode({key: value for key, value in self.address.items() if key != name})

    def chips(self) -> list[dict[str, Any]]:
        """The filters in words, each with the query of the list without it."""
        labels: dict[str, Any] = {
            "tag": f"#{self.tag}",
            "office": self.office,
            "author": self.author,
            "language": dict(Item.Language.choices).get(self.language),
        }
        return [
            {"label": labels[name], "query": self.without(name)}
            for name in self.address
            if name in labels
        ]


def read_listing(given: QueryDict, slug: str = "") -> Listing:
    """The filters of an address; at most one query for each of office and author."""
    office = given.get("office", "").replace("\x00", "")
    author = given.get("author", "").replace("\x00", "")
    language = given.get("language", "")
    sort = given.get("sort", "")
    return Listing(
        branch=branch_of(slug) if slug else None,
        tag=given.get("tag", "").replace("\x00", "")[:60].strip(),
        office=Office.objects.filter(code=office[:20]).first() if office else None,
        author=Officer.objects.filter(username=author[:150]).first() if author else None,
        language=language if language in Item.Language.values else "",
        sort=sort if sort in SORTS else "newest",
    )


def items_of(officer: Officer, listing: Listing) -> ItemQuerySet:
    """The items of a list that the officer may read, in its order.

    Narrowed to a writer or an office, it leaves out what the officer is judging: that it is there
    would say who wrote it.
    """
    rows = Item.objects.visible_to(officer).published().of_kind("knowledge")
    if listing.office is not None or listing.author is not None:
        rows = rows.exclude(pk__in=hidden_writers(officer))
    if listing.branch is not None:
        rows = rows.filter(category_id__in=listing.branch.ids)
    if listing.tag:
        rows = rows.filter(tags__name__iexact=listing.tag)
    if listing.office is not None:
        below = listing.office.get_descendants(include_self=True)
        rows = rows.filter(office__in=below.values("pk"))
    if listing.author is not None:
        rows = rows.written_by(listing.author)
    if listing.language:
        rows = rows.filter(language=listing.language)
    if listing.sort == "superior":
        rows = rows.filter(grade=Item.Grade.SUPERIOR)
    return rows.order_by(*SORTS[listing.sort][1])


class ItemPaginator(Paginator[Any]):
    """Pages of (item number, version) pairs: what the kept lines of a list are found by.

    The count is kept for a minute under ``key``, but for lists that fit on one page: counting
    them is cheap, and a kept count would hide what has just been published.
    """

    def __init__(self, rows: ItemQuerySet, per_page: int, key: str) -> None:
        super().__init__(rows, per_page)
        self.rows = rows
        self.key = key

    @cached_property
    def count(self) -> int:
        known: int | None = cache.get(self.key)
        if known is None:
            known = self.rows.order_by().count()
            if known > self.per_page:
                cache.set(self.key, known, KEEP_COUNT_SECONDS)
        return known

    def page(self, number: Any) -> Page[Any]:
        """The page's numbers are found first, in the index alone, however far it is."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        chosen = self.rows.values("pk")[first : min(first + self.per_page, self.count)]
        lines = Item.objects.filter(pk__in=chosen).order_by(*self.rows.query.order_by)
        return Page(lines.values_list("pk", "version"), number, self)
