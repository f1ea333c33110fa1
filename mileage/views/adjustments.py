"""Mending points by hand: what administrators propose to each other and decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from knowledge.services.errors import Refused
from mileage import queries
from mileage.forms import AdjustmentForm, LineForm, MergeForm
from mileage.models import Adjustment
from mileage.services.decide_adjustment import approve_adjustment, reject_adjustment
from mileage.services.propose_adjustment import propose_adjustment, propose_merge
from mileage.services.seasons import seasons_of

PAGE_SIZE = 30
LINES = 6
MOST_LINES = 60

LineSet: Any = forms.formset_factory(LineForm, extra=0, max_num=MOST_LINES, validate_max=True)


def _administrator(request: HttpRequest) -> Officer:
    officer = request.user
    if not (isinstance(officer, Officer) and is_admin(officer)):
        raise Http404
    return officer


@login_required
@require_safe
def adjustments(request: HttpRequest) -> HttpResponse:
    """All tickets, those that wait first."""
    _administrator(request)
    page = Paginator(queries.adjustments(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "mileage/adjustments.html", {"page": page})


@login_required
@require_safe
def adjustment(request: HttpRequest, pk: int) -> HttpResponse:
    """One ticket, with what each line would leave."""
    officer = _administrator(request)
    ticket = queries.get_adjustment(pk)
    lines = queries.lines_of(ticket)
    is_open = ticket.state == Adjustment.State.PROPOSED
    return render(
        request,
        "mileage/adjustment.html",
        {
            "ticket": ticket,
            "is_open": is_open,
            "lines": [(line, now, now + line.amount) for line, now in lines],
            "total": sum(line.amount for line, _now in lines),
            "may_decide": is_open
            and ticket.proposed_by_id != officer.pk
            and all(line.officer_id != officer.pk for line, _now in lines),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def new_adjustment(request: HttpRequest) -> HttpResponse:
    """Propose a ticket. "More lines" brings empty ones and keeps what has been typed."""
    officer = _administrator(request)
    seasons_of([clock.today()])
    options = {"seasons": queries.latest_seasons()}
    is_sent = request.method == "POST" and "more" not in request.POST
    if is_sent:
        form = AdjustmentForm(request.POST)
        lines = LineSet(request.POST, form_kwargs=options)
    else:
        form = AdjustmentForm(initial={"reason": request.POST.get("reason", "")})
        lines = LineSet(initial=[*_typed(request.POST), *[{}] * LINES], form_kwargs=options)
    if is_sent and form.is_valid() and lines.is_valid():
        try:
            ticket = propose_adjustment(
                by=officer,
                reason=form.cleaned_data["reason"],
                lines=[one.line for one in lines if one.line is not None],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Proposed. Another administrator decides now."))
            return redirect("mileage:adjustment", pk=ticket.pk)
    return render(request, "mileage/adjustment_new.html", {"form": form, "lines": lines})


def _typed(data: QueryDict) -> list[dict[str, str]]:
    """The lines that have been typed, as they stand in the form."""
    names = ("officer", "season", "amount", "note")
    lines = [
        {name: data.get(f"form-{number}-{name}", "") for name in names}
        for number in range(MOST_LINES)
    ]
    return [line for line in lines if line["officer"] or line["amount"] or line["note"]]


@login_required
@require_http_methods(["GET", "POST"])
def new_merge(request: HttpRequest) -> HttpResponse:
    """Propose to join two accounts of one person."""
    officer = _administrator(request)
    form = MergeForm(request.POST or None)
    if form.is_valid():
        try:
            ticket = propose_merge(**form.cleaned_data, by=officer)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Proposed. Another administrator decides now."))
            return redirect("mileage:adjustment", pk=ticket.pk)
    return render(request, "mileage/merge_new.html", {"form": form})


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The second administrator's yes."""
    text = _("Approved: the points have been moved.")
    return _decide(request, pk, approve_adjustment, text)


@login_required
@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """The second administrator's no."""
    return _decide(request, pk, reject_adjustment, _("Rejected: nothing has been moved."))


def _decide(
    request: HttpRequest, pk: int, verb: Callable[..., Adjustment], text: str
) -> HttpResponse:
    officer = _administrator(request)
    try:
        verb(adjustment=queries.get_adjustment(pk), by=officer)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, text)
    return redirect("mileage:adjustment", pk=pk)
