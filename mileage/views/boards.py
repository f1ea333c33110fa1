"""Boards of a season: officers, offices, heads of office."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Officer
from mileage.boards import (
    board_of_heads,
    board_of_officers,
    board_of_offices,
    is_named,
    main_offices,
    seasons_with_boards,
)
from mileage.forms import BoardFilter
from mileage.services.choose_naming import choose_naming

OFFICERS, OFFICES, HEADS = "officers", "offices", "heads"


@login_required
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """One board of one season; the latest season first."""
    officer = request.user
    assert isinstance(officer, Officer)
    seasons = seasons_with_boards()
    show = request.GET.get("show", OFFICERS)
    show = show if show in (OFFICES, HEADS) else OFFICERS
    context: dict[str, Any] = {"show": show, "season": None, "rows": [], "own": None}
    if seasons:
        context |= _board(request, officer, show, seasons)
    context["is_named"] = is_named(officer)
    return render(request, "mileage/boards.html", context)


def _board(request: HttpRequest, officer: Officer, show: str, seasons: list[Any]) -> dict[str, Any]:
    season = next((s for s in seasons if s.code == request.GET.get("season")), seasons[0])
    offices = [total.office for total in main_offices(season)] if show == OFFICERS else []
    form = BoardFilter(request.GET, season=season, seasons=seasons, offices=offices)
    office = form.chosen_office
    own = None
    if show == OFFICERS:
        rows, own = board_of_officers(officer, season, office)
    elif show == OFFICES:
        rows = board_of_offices(officer, season)
    else:
        rows = board_of_heads(officer, season)
    return {
        "season": season,
        "closing": getattr(season, "closing", None),
        "form": form,
        "office": office,
        "rows": rows,
        "highest": max((row.score for row in rows), default=0),
        "own": own,
        "tabs": _tabs(show, season.code),
    }


def _tabs(show: str, season: str) -> list[dict[str, Any]]:
    labels = {OFFICERS: _("Officers"), OFFICES: _("Offices"), HEADS: _("Heads of office")}
    address = reverse("mileage:boards")
    return [
        {
            "label": label,
            "url": f"{address}?{urlencode({'show': code, 'season': season})}",
            "current": code == show,
        }
        for code, label in labels.items()
    ]


@login_required
@require_POST
def board_choice(request: HttpRequest) -> HttpResponse:
    """Be named on boards, or not."""
    officer = request.user
    assert isinstance(officer, Officer)
    choose_naming(officer=officer, is_named="named" in request.POST)
    messages.success(request, _("Your choice has been saved."))
    return redirect("mileage:boards")
