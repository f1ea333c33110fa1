"""Reporting an item."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.gates import officer_of
from accounts.models import Officer
from core.numbers import number_in
from knowledge.access import get_item, is_writer
from knowledge.models import Item
from knowledge.services.errors import Refused
from reports.forms import ClaimForm
from reports.queries import under_repair
from reports.services.policies import policy_on
from reports.services.receive import receive_report, reported_today, require_may_report


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the form; POST sends the report."""
    officer = officer_of(request)
    item = get_item(officer, pk)
    if item.status != Item.Status.PUBLISHED:
        messages.warning(request, _("Only what is published can be reported."))
        return redirect(item)
    if is_writer(officer, item):
        messages.warning(request, _("You wrote this item yourself: mend it instead."))
        return redirect(item)
    if request.method != "POST":
        return _page(request, officer, item, ClaimForm())
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _page(request, officer, item, form, status=422)
    try:
        report, has_joined = receive_report(
            item=item, by=officer, claim=form.claim, seen=_seen(request)
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        item.refresh_from_db()
        return _page(request, officer, item, form, status=409)
    if has_joined:
        text = _("Somebody has reported the same before you. You are thanked with them.")
    else:
        text = _("Thank you. The KM coordinator looks into it; here you see what becomes of it.")
    messages.success(request, text)
    return redirect("reports:my_report", pk=report.pk)


def _seen(request: HttpRequest) -> int | None:
    """The revision that the officer was reading."""
    return number_in(request.POST.get("revision", ""))


def _page(
    request: HttpRequest, officer: Officer, item: Item, form: ClaimForm, status: int = 200
) -> HttpResponse:
    policy = policy_on()
    try:
        require_may_report(officer, policy)
        closed = ""
    except Refused as refusal:
        closed = str(refusal)
    context = {
        "item": item,
        "form": form,
        "known": under_repair(item.pk),
        # What was typed stays there to be copied.
        "closed": closed if not form.is_bound else "",
        "policy": policy,
        "sent": reported_today(officer),
    }
    return render(request, "reports/new.html", context, status=status)
