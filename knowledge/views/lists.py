"""Lists: all knowledge, a category, what I wrote, my bookmarks, what a colleague wrote."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.gates import officer_of
from accounts.models import Officer
from knowledge.blind import hidden_writers
from knowledge.cards import card
from knowledge.categories import all_categories
from knowledge.choices import office_codes
from knowledge.fragments import cards_of
from knowledge.listing import SORTS, ItemPaginator, Listing, items_of, read_listing
from knowledge.models import Category, Item
from knowledge.queries import (
    KEEP_COUNTS_SECONDS,
    bookmarked_by,
    category_counts,
    counts_by_status,
    get_officer,
    items_by,
    rights_key,
)
from knowledge.views.follow import follow_form, followed_by

PAGE_SIZE = 20


@login_required
@require_safe
def index(request: HttpRequest, slug: str = "") -> HttpResponse:
    """All published general knowledge, or that of a category and what is below it."""
    reader = officer_of(request)
    listing = read_listing(request.GET, slug)
    if slug and listing.category is None:
        raise Http404
    page = _paginator(reader, listing).get_page(request.GET.get("page"))
    hidden = hidden_writers(reader)
    return render(
        request,
        "knowledge/list.html",
        {
            "listing": listing,
            "page": page,
            "cards": cards_of(page, hidden),
            "chips": listing.chips(),
            "tabs": _tabs(listing),
            "tree": _side_nav(reader, listing),
            "filters": _filters(listing),
            "trail": _trail(listing),
            "follow": follow_form(request, followed_by(listing)),
        },
    )


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the officer wrote, by status."""
    officer = officer_of(request)
    counts = counts_by_status(officer)
    statuses = [status for status in Item.Status if counts.get(status) or status in ALWAYS_SHOWN]
    wanted = request.GET.get("status", "")
    chosen = wanted if wanted in Item.Status.values else _first(counts)
    page = Paginator(items_by(officer, chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "knowledge/mine.html",
        {
            "page": page,
            "cards": [card(item, frozenset()) for item in page],
            "tabs": [
                {
                    "label": status.label,
                    "url": f"?status={status}",
                    "current": status == chosen,
                    "count": counts.get(status, 0),
                }
                for status in statuses
            ],
        },
    )


@login_required
@require_safe
def bookmarks(request: HttpRequest) -> HttpResponse:
    """What the officer wants to find again."""
    reader = officer_of(request)
    page = Paginator(bookmarked_by(reader), PAGE_SIZE).get_page(request.GET.get("page"))
    hidden = hidden_writers(reader)
    cards = [card(item, hidden) for item in page]
    return render(request, "knowledge/bookmarks.html", {"page": page, "cards": cards})


@login_required
@require_safe
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague and what they have published, without what is being judged by the reader."""
    reader = officer_of(request)
    colleague = get_officer(pk)
    rows = Item.objects.visible_to(reader).published().written_by(colleague)
    rows = rows.exclude(pk__in=hidden_writers(reader)).for_list().order_by("-published_at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "knowledge/officer.html",
        {
            "colleague": colleague,
            "page": page,
            "cards": [card(i, frozenset()) for i in page],
            "follow": follow_form(request, colleague),
        },
    )


ALWAYS_SHOWN = (
    Item.Status.DRAFT,
    Item.Status.RETURNED,
    Item.Status.SUBMITTED,
    Item.Status.PUBLISHED,
)


def _first(counts: dict[str, int]) -> str:
    """The status to show first: what needs the officer most."""
    order = [Item.Status.RETURNED, Item.Status.DRAFT, Item.Status.SUBMITTED]
    return next((status for status in order if counts.get(status)), Item.Status.PUBLISHED)


def _paginator(reader: Officer, listing: Listing) -> ItemPaginator:
    told = (reader.pk, listing.category and listing.category.pk, listing.address)
    key = f"list-count:{_digest(told)}"
    return ItemPaginator(items_of(reader, listing), PAGE_SIZE, key)


def _tabs(listing: Listing) -> list[dict[str, Any]]:
    kept = listing.without("sort")
    tabs = []
    for code, (label, _order) in SORTS.items():
        query = "&".join(
            part for part in (kept, "" if code == "newest" else f"sort={code}") if part
        )
        tabs.append({"label": label, "url": f"?{query}", "current": code == listing.sort})
    return tabs


def _trail(listing: Listing) -> list[dict[str, str]]:
    """The way down to the category: the list of all, then the categories above."""
    if listing.branch is None:
        return []
    trail = [{"label": _("General knowledge"), "url": reverse("knowledge:list")}]
    return trail + [
        {"label": c.name, "url": reverse("knowledge:category", args=[c.slug])}
        for c in listing.branch.above
    ]


def _is_above(category: Category, chosen: Category) -> bool:
    return category.tree_id == chosen.tree_id and category.lft < chosen.lft < category.rght


def _filters(listing: Listing) -> SafeString:
    """The form of filters, kept some minutes: the offices are many and seldom change."""
    key = f"list-filters:{get_language()}:{_digest(listing.address)}"
    html: str | None = cache.get(key)
    if html is None:
        context = {
            "listing": listing,
            "offices": office_codes(),
            "languages": Item.Language.choices,
            "is_open": any(name in listing.address for name in ("tag", "office", "language")),
        }
        html = str(render_to_string("knowledge/_filters.html", context))
        cache.set(key, html, KEEP_COUNTS_SECONDS)
    return mark_safe(html)  # noqa: S308 - a rendered template


def _digest(told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def _side_nav(reader: Officer, listing: Listing) -> SafeString:
    """The categories beside the list, kept some minutes for officers who see the same."""
    chosen = listing.category
    key = f"side-nav:{rights_key(reader)}:{chosen.slug if chosen else ''}"
    html: str | None = cache.get(key)
    if html is None:
        entries = _tree(category_counts(reader), chosen)
        context = {"title": _("Categories"), "entries": entries}
        html = str(render_to_string("components/side_nav.html", context))
        cache.set(key, html, KEEP_COUNTS_SECONDS)
    return mark_safe(html)  # noqa: S308 - a rendered template


def _tree(counts: dict[int, int], chosen: Category | None) -> list[dict[str, Any]]:
    """The categories with their numbers of items; the branch of the chosen one is open."""
    entries: dict[int, dict[str, Any]] = {}
    tops: list[dict[str, Any]] = []
    for category in all_categories():
        is_chosen = chosen is not None and category.pk == chosen.pk
        entry: dict[str, Any] = {
            "label": category.name,
            "url": reverse("knowledge:category", args=[category.slug]),
            "current": is_chosen,
            "open": is_chosen or (chosen is not None and _is_above(category, chosen)),
            "count": counts.get(category.pk, 0),
            "children": [],
        }
        entries[category.pk] = entry
        siblings = entries[category.parent_id]["children"] if category.parent_id else tops
        siblings.append(entry)
    return [
        {
            "label": _("All categories"),
            "url": reverse("knowledge:list"),
            "current": chosen is None,
            "open": False,
            "count": None,
            "children": [],
        },
        *tops,
    ]
