"""Writers: where my items stand, a decision in full, my appeal, my votes on comments."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gates import officer_of
from evaluation.author import counts_of, decision_for, get_remark, items_of, lines_of
from evaluation.forms import AppealForm
from evaluation.models import Round
from evaluation.queries import get_round
from evaluation.services.appeal import open_appeal
from evaluation.services.vote_useful import vote_useful
from knowledge.services.errors import Refused

PAGE_SIZE = 20


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Where each of the officer's items stands."""
    officer = officer_of(request)
    page = Paginator(items_of(officer), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "evaluation/mine.html",
        {"page": page, "lines": lines_of(page), "counts": counts_of(officer)},
    )


def writers_page(
    request: HttpRequest, round: Round, form: AppealForm | None = None, status: int = 200
) -> HttpResponse:
    """A decided round as its writers see it, with the form of their appeal."""
    facts = decision_for(round, officer_of(request))
    if facts["may_appeal"]:
        facts["form"] = form or AppealForm(round)
    return render(request, "evaluation/my_round.html", facts, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Appeal against a decision on one's own item; GET leads to the page that has the form."""
    round = _my_round(request, pk)
    if request.method != "POST":
        return redirect("evaluation:round", pk=round.pk)
    form = AppealForm(round, request.POST)
    if not form.is_valid():
        return writers_page(request, round, form, status=422)
    try:
        open_appeal(
            round_=round,
            by=officer_of(request),
            reason=form.cleaned_data["reason"],
            text=form.cleaned_data["text"],
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return writers_page(request, round, form, status=409)
    messages.success(
        request, _("Your appeal has been received. Others now evaluate the item again.")
    )
    return redirect("evaluation:round", pk=round.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def useful(request: HttpRequest, pk: int, evaluation: int) -> HttpResponse:
    """Say whether an evaluator's comment helped."""
    round = _my_round(request, pk)
    if request.method == "POST":
        try:
            vote_useful(
                evaluation=get_remark(round, evaluation),
                by=officer_of(request),
                is_useful=request.POST.get("useful") == "yes",
            )
            messages.success(request, _("Thank you. The evaluator learns it without your name."))
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("evaluation:round", pk=round.pk)


def _my_round(request: HttpRequest, pk: int) -> Round:
    """A decided round on an item that the officer wrote. Raises Http404."""
    round, sees_all = get_round(officer_of(request), pk)
    if sees_all:
        raise Http404
    return round
