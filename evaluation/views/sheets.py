"""Evaluators' sheets: one's own first, then those of others for whoever is in charge."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.gates import officer_of
from accounts.roles import is_evaluator
from evaluation.models import EvaluatorSheet
from evaluation.quarters import quarter_name
from evaluation.services.sheets import see_sheet
from evaluation.watching import own_sheets, sees_alerts, sheets_of_others

PAGE_SIZE = 30


@login_required
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """One's own sheet: the latest, or that of ``?quarter=``."""
    officer = officer_of(request)
    if not is_evaluator(officer):
        raise Http404
    mine = list(own_sheets(officer).select_related("evaluator__officer"))
    wanted = request.GET.get("quarter", "")
    chosen = next((row for row in mine if row.quarter == wanted), mine[0] if mine else None)
    if chosen is None:
        return render(request, "evaluation/sheet_none.html")
    chosen = see_sheet(sheet=chosen, by=officer)
    tabs = [
        {
            "label": quarter_name(row.quarter),
            "url": f"{reverse('evaluation:sheet')}?quarter={row.quarter}",
            "current": row.quarter == chosen.quarter,
        }
        for row in mine
    ]
    return _page(request, chosen, {"is_own": True, "tabs": tabs if len(tabs) > 1 else []})


@login_required
@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """The sheets of the evaluators of one's offices that they have had themselves."""
    officer = officer_of(request)
    rows = sheets_of_others(officer)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request, "evaluation/sheets.html", {"page": page, "sees_alerts": sees_alerts(officer)}
    )


@login_required
@require_safe
def sheet_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's sheet."""
    found = sheets_of_others(officer_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return _page(request, found, {"is_own": False, "tabs": []})


def _page(request: HttpRequest, found: EvaluatorSheet, more: dict[str, Any]) -> HttpResponse:
    figures = found.figures
    is_korean = (get_language() or "ko").startswith("ko")
    own, of_all = figures["points"], figures["points_of_all"]
    context = {
        "sheet": found,
        "figures": figures,
        "quarter": quarter_name(found.quarter),
        "areas": [
            {**area, "name": area["ko"] if is_korean else area["en"]} for area in figures["areas"]
        ],
        "points": [(str(n), count) for n, count in enumerate(own)],
        "points_of_all": [(str(n), count) for n, count in enumerate(of_all)],
    }
    return render(request, "evaluation/sheet.html", context | more)
