"""The evaluator's desk."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.gates import officer_of
from accounts.roles import is_admin, is_coordinator, is_evaluator, is_judge
from evaluation.forms import PREFIX
from evaluation.models import Assignment
from evaluation.my_work import evaluator_of, my_work
from evaluation.queries import assignments_of, lease_state, open_assignments_of
from evaluation.services.policies import policy_for

PAGE_SIZE = 20


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To where the officer's role works; those without one see how their own items do."""
    officer = officer_of(request)
    if is_coordinator(officer) or is_admin(officer):
        return redirect("evaluation:queue")
    return redirect("evaluation:desk" if is_judge(officer) else "evaluation:mine")


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What the officer is asked to evaluate, by due date; the month; below it what is done."""
    officer = officer_of(request)
    if not is_judge(officer):
        raise Http404
    past = assignments_of(officer).exclude(state__in=Assignment.OPEN)
    rows = past.order_by("-lease_until", "-pk")
    return render(
        request,
        "evaluation/desk.html",
        {
            "open": [
                {"task": task, "clock": lease_state(task), "scored": _scored(task)}
                for task in open_assignments_of(officer)
            ],
            "work": my_work(officer),
            "evaluator": evaluator_of(officer),
            "cap": policy_for("knowledge").season_cap,
            "trains": is_evaluator(officer),
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        },
    )


def _scored(task: Assignment) -> int:
    """How many criteria have a score in what was saved."""
    return sum(bool(value) for name, value in task.progress.items() if name.startswith(PREFIX))
