"""Alerts, for those in charge of evaluation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.gates import officer_of
from accounts.models import Officer
from evaluation.arithmetic import arithmetic_of
from evaluation.forms_training import DismissForm
from evaluation.models import Alert
from evaluation.quarters import quarter_name
from evaluation.services.settle_alert import dismiss, mark_seen
from evaluation.watching import alerts_of, get_alert
from knowledge.services.errors import Refused

PAGE_SIZE = 20


@login_required
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Those that nobody has looked at, or others with ``?state=``."""
    rows = alerts_of(officer_of(request))
    state = request.GET.get("state", "")
    if state not in Alert.State.values:
        state = Alert.State.OPEN
    page = Paginator(rows.filter(state=state), PAGE_SIZE).get_page(request.GET.get("page"))
    address = reverse("evaluation:alerts")
    tabs = [
        {"label": one.label, "url": f"{address}?state={one.value}", "current": one.value == state}
        for one in Alert.State
    ]
    lines = [{"alert": alert, "quarter": quarter_name(alert.quarter)} for alert in page]
    return render(request, "evaluation/alerts.html", {"page": page, "lines": lines, "tabs": tabs})


@login_required
@require_safe
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert with its arithmetic."""
    officer = officer_of(request)
    return _page(request, officer, get_alert(officer, pk), DismissForm())


@login_required
@require_POST
def alert_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Looked at; an eye is kept on it."""
    officer = officer_of(request)
    found = get_alert(officer, pk)
    try:
        mark_seen(alert=found, by=officer)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("evaluation:alert", pk=pk)
    messages.success(request, _("The alert is marked as seen."))
    return redirect("evaluation:alerts")


@login_required
@require_POST
def alert_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """There is nothing in it."""
    officer = officer_of(request)
    found = get_alert(officer, pk)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _page(request, officer, found, form, status=422)
    try:
        dismiss(alert=found, by=officer, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, officer, get_alert(officer, pk), form, status=409)
    messages.success(request, _("The alert is dismissed, with your reason."))
    return redirect("evaluation:alerts")


def _page(
    request: HttpRequest, officer: Officer, found: Alert, form: DismissForm, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "evaluation/alert.html",
        {
            "alert": found,
            "quarter": quarter_name(found.quarter),
            "arithmetic": arithmetic_of(found, officer),
            "form": form,
        },
        status=status,
    )
