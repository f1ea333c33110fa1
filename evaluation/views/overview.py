"""The coordinator's desk beyond the form check: rounds, why they are stuck, who has how much."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.gates import officer_of
from accounts.models import Office, Officer
from accounts.roles import is_admin, is_coordinator
from core import clock
from evaluation.coordination import (
    ORDERS,
    may_decide,
    offices_of_evaluators,
    offices_of_rounds,
    open_rounds,
    pool_of,
    season_cap,
    stuck_rounds,
    troubles_of,
    workload,
)
from evaluation.models import Round
from evaluation.queries import get_round, lease_state, rounds_in_charge
from evaluation.services.redraw import redraw
from evaluation.views.tabs import tabs_of
from knowledge.services.errors import Refused

PAGE_SIZE = 30
SHOWS = ("open", "stuck", "provisional", "done")


@login_required
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds of the officer's offices: ``?show=`` open (by due date), stuck, provisional, done
    (the latest first); ``?office=`` and, of open ones, ``?state=`` narrow them."""
    officer = _coordinator(request)
    wanted = request.GET.get("show", "")
    show = wanted if wanted in SHOWS else "open"
    rows = _rows(officer, show)
    offices = list(offices_of_rounds(rows))
    office = _chosen(offices, request.GET.get("office"))
    state = request.GET.get("state", "")
    if office is not None:
        rows = rows.filter(item__office=office)
    if state in Round.OPEN and show == "open":
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "evaluation/rounds.html",
        {
            "tabs": tabs_of(officer, show),
            "page": page,
            "lines": [_line(row) for row in page],
            "show": show,
            "is_open": show in ("open", "stuck"),
            "offices": offices,
            "office": office,
            "states": [(code, Round.State(code).label) for code in Round.OPEN],
            "state": state,
        },
    )


@login_required
@require_safe
def workload_page(request: HttpRequest) -> HttpResponse:
    """The evaluators of the officer's offices with what they have; ``?office=`` and ``?order=``."""
    officer = _coordinator(request)
    offices = list(offices_of_evaluators(officer))
    office = _chosen(offices, request.GET.get("office"))
    order = request.GET.get("order", "")
    rows = workload(officer, office=office, order=order)
    return render(
        request,
        "evaluation/workload.html",
        {
            "tabs": tabs_of(officer, "workload"),
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "offices": offices,
            "office": office,
            "order": order if order in ORDERS else "open",
            "orders": [
                ("open", _("Most open")),
                ("season", _("Most this season")),
                ("late", _("Most late")),
                ("name", _("Name")),
            ],
            "cap": season_cap(),
        },
    )


@login_required
@require_safe
def pool(request: HttpRequest, pk: int) -> HttpResponse:
    """Why nobody is found for a round: in numbers, without names."""
    round = _round_in_charge(officer_of(request), pk)
    if not round.is_open:
        return redirect("evaluation:round", pk=pk)
    free, barred = pool_of(round)
    return render(
        request,
        "evaluation/pool.html",
        {
            "round": round,
            "free": free,
            "barred": barred,
            "most": max((number for _bar, number in barred), default=0),
            "may_draw": round.state != Round.State.COLLECTING,
        },
    )


@login_required
@require_POST
def draw_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw evaluators for the free places of a round now."""
    officer = officer_of(request)
    round = _round_in_charge(officer, pk)
    try:
        number = len(redraw(round_id=round.pk, by=officer))
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("evaluation:pool", pk=pk)
    text = ngettext(
        "%(count)d evaluator has been drawn.", "%(count)d evaluators have been drawn.", number
    )
    messages.success(request, text % {"count": number})
    return redirect("evaluation:round", pk=pk)


def _coordinator(request: HttpRequest) -> Officer:
    officer = officer_of(request)
    if not (is_coordinator(officer) or is_admin(officer)):
        raise Http404
    return officer


def _round_in_charge(officer: Officer, pk: int) -> Round:
    round, sees_all = get_round(officer, pk)
    if not sees_all:
        raise Http404
    return round


def _chosen(offices: list[Office], text: str | None) -> Office | None:
    return next((office for office in offices if str(office.pk) == text), None)


def _rows(officer: Officer, show: str) -> QuerySet[Any]:
    if show == "open":
        return open_rounds(officer)
    if show == "stuck":
        return stuck_rounds(officer)
    rows = rounds_in_charge(officer).filter(state__in=Round.DONE).order_by("-decided_at", "-pk")
    return rows.filter(is_provisional=True) if show == "provisional" else rows


def _line(row: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "round": row,
        "at_work": [(task, lease_state(task)) for task in row.at_work],
        "troubles": troubles_of(row, now) if row.is_open else [],
        "may_decide": row.is_open and may_decide(row, now),
        "clock": "late" if row.due_at < now else "fine",
    }
