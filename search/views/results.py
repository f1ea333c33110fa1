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
from core.numbers import number_in
from search.cards import cards_of
from search.choices import SORTS, Choices, read_choices
from search.facets import groups, labels
from search.help import FORGIVEN, OPERATORS, WORDS
from search.hits import Hits, search
from search.index.reader import NotReady
from search.mending import offers
from search.query.parse import Query, parse
from search.rescue import rescue
from search.services.log_searches import note_search
from search.told import told
from search.views.log import reads_log

logger = logging.getLogger(__name__)

PAGE_SIZE = 20
# Nobody has so many items.
MOST_PAGES = 1_000_000


@login_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Hits for ``?q=``, narrowed and sorted as the address says (see ``choices``)."""
    officer = request.user
    assert isinstance(officer, Officer)
    query, choices = parse(request.GET.get("q", "")), read_choices(request.GET)
    context: dict[str, Any] = {
        "query": query,
        "choices": choices,
        "help": {"words": WORDS, "operators": OPERATORS, "forgiven": FORGIVEN},
        "chips": [
            {"label": label, "query": choices.toggled(name, value).address(query.text)}
            for name, value, label in labels(choices)
        ],
        "clear": choices.unfiltered().address(query.text),
        "reads_log": reads_log(officer),
        "is_ready": True,
        "page": None,
    }
    if query:
        try:
            context |= _found(officer, query, choices, request)
        except NotReady:
            logger.warning("Somebody searches, and the index is being made.")
            context["is_ready"] = False
    return render(request, "search/results.html", context)


def _found(
    officer: Officer, query: Query, choices: Choices, request: HttpRequest
) -> dict[str, Any]:
    """Hits, facets and, where there are few or none, help. Raises NotReady.

    A query that finds nothing is answered with what was likeliest meant, unless ``exact=1``.
    """
    found, page = _hits(officer, query, choices, _number(request.GET.get("page", "")))
    meant = offers(officer, query, found.count, choices.filters())
    answered = query
    if meant and not found.count and request.GET.get("exact") != "1":
        answered = parse(meant[0].mend.text)
        found, page = _hits(officer, answered, choices, _number(request.GET.get("page", "")))
    none = not found.items
    asked = None
    if page.number == 1:
        asked = note_search(
            officer_id=officer.pk,
            text=query.text,
            hits=found.count if answered is query else 0,
            is_narrowed=bool(choices.chosen),
        )
    return {
        "asked": asked,
        "page": page,
        "cards": cards_of(answered, found),
        "is_relaxed": found.is_relaxed,
        "meant": [told(offer, choices) for offer in meant],
        "mended": told(meant[0], choices) if answered is not query else None,
        "exact": choices.address(query.text, exact="1"),
        "facets": groups(found.facets(), choices, query.text) if found.question else [],
        "sorts": [
            {
                "label": label,
                "url": f"?{choices.sorted_by(sort).address(query.text)}",
                "current": sort == choices.sort,
            }
            for sort, label in SORTS.items()
        ],
        "rescue": rescue(found.scope, query, choices) if none and found.scope else None,
    }


def _hits(officer: Officer, query: Query, choices: Choices, number: int) -> tuple[Hits, Page[Any]]:
    """The page with that number; the last one for those beyond."""
    filters = choices.filters()

    def ask(page_number: int) -> Hits:
        return search(
            officer,
            query,
            filters=filters,
            order=choices.sort,
            offset=(page_number - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        )

    found = ask(number)
    page = Paginator(range(found.count), PAGE_SIZE).get_page(number)
    if page.number != number:
        found = ask(page.number)
    # The paginator counts; the items come from the index.
    page.object_list = found.items  # type: ignore[assignment]
    return found, page


def _number(typed: str) -> int:
    """The number of a page; 1 for what is none, the largest that can be asked for beyond it."""
    return max(1, min(number_in(typed) or 1, MOST_PAGES))
