"""The evaluator's desk."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator, is_evaluator
from evaluation.models import Assignment
from evaluation.queries import assignments_of

PAGE_SIZE = 20


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To where the officer's role works. Raises Http404 for the others."""
    officer = request.user
    assert isinstance(officer, Officer)
    if is_coordinator(officer) or is_admin(officer):
        return redirect("evaluation:queue")
    if is_evaluator(officer):
        return redirect("evaluation:desk")
    raise Http404


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What the officer is asked to evaluate, by due date; below it what is done."""
    officer = request.user
    assert isinstance(officer, Officer)
    if not is_evaluator(officer):
        raise Http404
    mine = assignments_of(officer)
    past = mine.exclude(state__in=Assignment.OPEN).order_by("-lease_until", "-pk")
    page = Paginator(past, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "evaluation/desk.html",
        {
            "open": mine.filter(state__in=Assignment.OPEN).order_by("lease_until", "pk"),
            "page": page,
        },
    )
