"""Requests for rewards, for those who decide them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Officer
from knowledge.services.errors import Refused
from mileage import catalogue
from mileage.approvers import decides_at_all, waiting_of
from mileage.models import Redemption
from mileage.services.decide_redemption import (
    REASON_LENGTH,
    approve_redemption,
    refuse_redemption,
    reverse_redemption,
)

PAGE_SIZE = 30
State = Redemption.State


class DecisionForm(forms.Form):
    """A word on a request; whoever says no says why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The officer reads it. It is needed where you do not approve."),
    )


@login_required
@require_safe
def reward_desk(request: HttpRequest) -> HttpResponse:
    """All requests of the offices that the officer looks after."""
    officer = _decider(request)
    page = Paginator(catalogue.desk_of(officer), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "mileage/reward_desk.html",
        {"page": page, "redemptions": list(page), "waiting": waiting_of(officer).count()},
    )


@login_required
@require_http_methods(["GET", "POST"])
def redemption(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, and the word on it."""
    officer = _decider(request)
    row = catalogue.get_desk_redemption(officer, pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = _decide(row, officer, request.POST.get("decision", ""), form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            row = catalogue.get_desk_redemption(officer, pk)
        else:
            messages.success(request, text)
            return redirect("mileage:reward_desk")
    return render(
        request,
        "mileage/redemption.html",
        {
            "redemption": row,
            "payments": catalogue.payments_of(row),
            "form": form,
            "may_decide": row.state in (State.REQUESTED, State.APPROVED),
        },
    )


def _decide(row: Redemption, by: Officer, decision: str, data: dict[str, Any]) -> str:
    """Do what was decided; what to say then. Raises Refused, and Http404 for no decision."""
    reason = data["reason"]
    if decision == "approve":
        approve_redemption(redemption=row, by=by, reason=reason)
        return _("Approved. The officer is told.")
    if decision == "refuse":
        refuse_redemption(redemption=row, by=by, reason=reason)
        return _("Refused. The officer has the points back and is told why.")
    if decision == "reverse":
        reverse_redemption(redemption=row, by=by, reason=reason)
        return _("Taken back. The officer has the points back and is told why.")
    raise Http404


def _decider(request: HttpRequest) -> Officer:
    officer = request.user
    if not (isinstance(officer, Officer) and decides_at_all(officer)):
        raise Http404
    return officer
