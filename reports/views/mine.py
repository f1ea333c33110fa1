"""What an officer has reported, and the way from a report's number to its page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.gates import officer_of
from reports.queries import desk_rows, mine_of, readable_ids, repairs_of, works_at_desk
from reports.queries import get_mine as get_my_report
from reports.steps import steps_of

PAGE_SIZE = 20


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All own reports with what became of them, the latest first."""
    officer = officer_of(request)
    page = Paginator(mine_of(officer), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "readable": readable_ids(officer, page)}
    return render(request, "reports/mine.html", context)


@login_required
@require_safe
def my_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One own report."""
    officer = officer_of(request)
    found = get_my_report(officer, pk)
    context = {
        "report": found,
        "steps": steps_of(found),
        "is_readable": found.item_id in readable_ids(officer, [found]),
    }
    return render(request, "reports/my_report.html", context)


@login_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page that the officer has of this report: as reporter, writer or coordinator."""
    officer = officer_of(request)
    if mine_of(officer).filter(pk=pk).exists():
        return redirect("reports:my_report", pk=pk)
    if repairs_of(officer).filter(pk=pk).exists():
        return redirect("reports:repair", pk=pk)
    if works_at_desk(officer) and desk_rows(officer).filter(pk=pk).exists():
        return redirect("reports:desk_report", pk=pk)
    raise Http404
