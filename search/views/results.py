"""The page of hits."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Officer
from knowledge.cards import card
from knowledge.categories import top_categories, with_descendants
from knowledge.models import Item
from search.hits import Hits, search
from search.index.filters import Filters
from search.index.reader import NotReady
from search.query.parse import Query, parse
from search.snippets import marked, snippets

logger = logging.getLogger(__name__)

PAGE_SIZE = 20
# Nobody has so many items.
MOST_PAGES = 1_000_000
LONGEST_NUMBER = 20


@login_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Hits for ``?q=``, narrowed by category, superior and language."""
    officer = request.user
    assert isinstance(officer, Officer)
    query = parse(request.GET.get("q", ""))
    found, page, is_ready = None, None, True
    if query:
        try:
            found, page = _hits(officer, query, request)
        except NotReady:
            logger.warning("Somebody searches, and the index is being made.")
            is_ready = False
    return render(
        request,
        "search/results.html",
        {
            "query": query,
            "page": page,
            "is_ready": is_ready,
            "is_relaxed": found is not None and found.is_relaxed,
            "cards": _cards(query, found) if found else [],
            "categories": top_categories(),
            "chosen": {name: request.GET.get(name, "") for name in ("category", "language")},
            "superior": request.GET.get("superior") == "1",
            "languages": Item.Language.choices,
        },
    )


def _filters(request: HttpRequest) -> Filters:
    language = request.GET.get("language", "")
    return Filters(
        # A category that does not exist narrows nothing, as the form then says.
        categories=with_descendants(request.GET.get("category", "")) or None,
        superior=True if request.GET.get("superior") == "1" else None,
        languages=frozenset([language]) if language in Item.Language.values else None,
    )


def _hits(officer: Officer, query: Query, request: HttpRequest) -> tuple[Hits, Page[Any]]:
    """The page that the address asks for; the last one for those beyond."""
    filters = _filters(request)
    number = _number(request.GET.get("page", ""))
    found = search(
        officer, query, filters=filters, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE
    )
    pages = Paginator(range(found.count), PAGE_SIZE)
    page = pages.get_page(number)
    if page.number != number:
        offset = (page.number - 1) * PAGE_SIZE
        found = search(officer, query, filters=filters, offset=offset, limit=PAGE_SIZE)
    # The paginator counts; the items come from the index.
    page.object_list = found.items  # type: ignore[assignment]
    return found, page


def _number(typed: str) -> int:
    """The number of a page; 1 for what is none, the largest that can be asked for beyond it."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) < LONGEST_NUMBER
    return max(1, min(int(typed), MOST_PAGES)) if is_number else 1


def _cards(query: Query, found: Hits) -> list[dict[str, Any]]:
    pieces = snippets(query, found.items)
    cards = []
    for item in found.items:
        line = card(item, found.scope.hidden if found.scope else frozenset())
        line["title"] = marked(line["title"], query)
        line["summary"] = pieces[item.pk].html if item.pk in pieces else marked(item.summary, query)
        cards.append(line)
    return cards
