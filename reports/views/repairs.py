"""What a writer is asked to repair."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gates import officer_of
from knowledge.access import may_edit
from knowledge.services.errors import Refused
from reports.changes import changes_between
from reports.forms import RepairForm
from reports.models import Report, State
from reports.queries import due_state, evidence_of, get_repair, repairs_of, urgent_first
from reports.services.repair import hand_in_repair
from reports.steps import steps_of

PAGE_SIZE = 20


@login_required
@require_safe
def repairs(request: HttpRequest) -> HttpResponse:
    """Open repairs, the most urgent first, and earlier ones."""
    officer = officer_of(request)
    done = repairs_of(officer).exclude(state=State.FIXING).order_by("-pk")
    page = Paginator(done, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(report, due_state(report)) for report in urgent_first(officer)]
    return render(request, "reports/repairs.html", {"lines": lines, "page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what is to be repaired; POST says that it is done."""
    officer = officer_of(request)
    report = get_repair(officer, pk)
    if request.method != "POST":
        return _page(request, report, RepairForm())
    form = RepairForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form, status=422)
    try:
        hand_in_repair(report=report, by=officer, note=form.cleaned_data["note"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, get_repair(officer, pk), form, status=409)
    messages.success(request, _("Thank you. The KM coordinator compares the texts and closes it."))
    return redirect("reports:repair", pk=pk)


def _page(
    request: HttpRequest, report: Report, form: RepairForm, status: int = 200
) -> HttpResponse:
    officer = officer_of(request)
    now = report.item.current_revision
    # What was sent back is compared with what came after it.
    before = report.repaired_revision if report.state == State.FIXING else None
    context = {
        "report": report,
        "form": form,
        "evidence": evidence_of(report),
        "due": due_state(report),
        "steps": steps_of(report),
        "changes": changes_between(before or report.revision, now),
        "may_edit": may_edit(officer, report.item),
    }
    return render(request, "reports/repair.html", context, status=status)
