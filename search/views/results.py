"""The page of hits."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from accounts.models import Officer
from knowledge.blind import hidden_writers
from knowledge.cards import card
from knowledge.categories import top_categories, with_descendants
from knowledge.models import Item
from search.queries import MOST_COUNTED, Filters, best_first, count_up_to, matching
from search.words import Query, marked, read_query

PAGE_SIZE = 20


class HitPaginator(Paginator[Any]):
    """Counts hits up to a bound: nobody pages through more."""

    @cached_property
    def count(self) -> int:
        return min(count_up_to(self.object_list), MOST_COUNTED)  # type: ignore[arg-type]


@login_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Hits for ``?q=``, narrowed by category, superior and language."""
    officer = request.user
    assert isinstance(officer, Officer)
    query = read_query(request.GET.get("q", ""))
    page = _hits(officer, query, request) if query else None
    return render(
        request,
        "search/results.html",
        {
            "query": query,
            "page": page,
            "cards": _cards(officer, query, page) if page else [],
            "is_bounded": page is not None and page.paginator.count >= MOST_COUNTED,
            "categories": top_categories(),
            "chosen": {name: request.GET.get(name, "") for name in ("category", "language")},
            "superior": request.GET.get("superior") == "1",
            "languages": Item.Language.choices,
        },
    )


def _hits(officer: Officer, query: Query, request: HttpRequest) -> Page[Any]:
    slug = request.GET.get("category", "")
    language = request.GET.get("language", "")
    filters = Filters(
        # A category that does not exist narrows nothing, as the form then says.
        category_ids=with_descendants(slug) or None,
        superior=request.GET.get("superior") == "1",
        language=language if language in Item.Language.values else "",
    )
    rows = best_first(matching(officer, query, filters), query).for_list()
    return HitPaginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def _cards(officer: Officer, query: Query, page: Page[Any]) -> list[dict[str, Any]]:
    hidden = hidden_writers(officer)
    cards = []
    for item in page:
        line = card(item, hidden)
        line["title"] = marked(line["title"], query.words)
        line["summary"] = marked(line["summary"], query.words)
        cards.append(line)
    return cards
