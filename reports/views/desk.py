"""The triage desk of coordinators: what was reported, what is repaired, what is overdue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gates import officer_of
from accounts.models import Office, Officer
from core.numbers import number_in
from knowledge.services.errors import Refused
from reports.changes import changes_between
from reports.forms import AcceptForm, DismissForm, ReasonForm
from reports.models import Kind, Report
from reports.queries import (
    QUEUES,
    count_queues,
    due_state,
    evidence_of,
    get_desk_report,
    offices_at_desk,
    others_on,
    queue,
    stands_in,
    works_at_desk,
)
from reports.services.decide import accept_report, dismiss_report, take_up
from reports.services.overdue import hide_overdue, retire_overdue
from reports.services.repair import send_back_repair, verify_repair
from reports.steps import steps_of

PAGE_SIZE = 30


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """One of the queues; ``show`` names it, ``kind`` and ``office`` narrow it."""
    officer = officer_of(request)
    if not works_at_desk(officer):
        raise Http404
    show = request.GET.get("show", "decide")
    show = show if show in QUEUES else "decide"
    offices = list(offices_at_desk(officer))
    office = next((o for o in offices if str(o.pk) == request.GET.get("office")), None)
    kind = request.GET.get("kind", "")
    rows = _narrowed(queue(officer, show), kind if kind in Kind.values else "", office)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/desk.html",
        {
            "page": page,
            "groups": _by_item(page),
            "show": show,
            "tabs": _tabs(show, count_queues(officer)),
            "offices": offices,
            "office": office,
            "kinds": Kind.choices,
            "kind": kind,
        },
    )


def _narrowed(rows: QuerySet[Report], kind: str, office: Office | None) -> QuerySet[Report]:
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(item__office=office) if office is not None else rows


def _by_item(reports: Any) -> list[dict[str, Any]]:
    """What was said about one item stands together, where the most urgent of it stands."""
    groups: dict[int, dict[str, Any]] = {}
    for report in reports:
        group = groups.setdefault(report.item_id, {"item": report.item, "lines": []})
        group["lines"].append({"report": report, "due": due_state(report)})
    return list(groups.values())


def _tabs(show: str, numbers: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "decide": _("To decide"),
        "verify": _("To verify"),
        "repair": _("Being repaired"),
        "done": _("Done"),
    }
    start = reverse("reports:desk")
    return [
        {
            "label": label,
            "url": f"{start}?show={name}",
            "current": name == show,
            "count": numbers.get(name),
        }
        for name, label in labels.items()
    ]


Deed = Callable[..., Report]
# Actions that ask for a reason.
REASONED: dict[str, Deed] = {
    "send_back": send_back_repair,
    "retire": retire_overdue,
    "hide": hide_overdue,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_report(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows a report; POST ``action`` is take, dismiss, accept, verify, send_back, retire or
    hide."""
    officer = officer_of(request)
    report = get_desk_report(officer, pk)
    if request.method != "POST":
        return _page(request, officer, report)
    action = request.POST.get("action", "")
    form = _form_of(action, report, request)
    if form is not None and not form.is_valid():
        return _page(request, officer, report, action, form, status=422)
    try:
        said = _act(request, officer, report, action, form)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, officer, get_desk_report(officer, pk), action, form, status=409)
    messages.success(request, said)
    if action in ("dismiss", "accept"):
        return redirect("reports:desk")
    return redirect("reports:desk_report", pk=pk)


def _form_of(action: str, report: Report, request: HttpRequest) -> forms.Form | None:
    if action == "accept":
        return AcceptForm(report, request.POST)
    if action == "dismiss":
        return DismissForm(request.POST)
    return ReasonForm(request.POST) if action in REASONED else None


def _act(request: HttpRequest, officer: Officer, report: Report, action: str, form: Any) -> str:
    """Do it, and say what happened. Raises Refused."""
    names = {"title": report.item.title}
    if action == "take":
        take_up(report=report, by=officer)
        return _("Others see now that you are looking into it.")
    if action == "dismiss":
        dismiss_report(report=report, by=officer, reason=form.reason)
        return _("Dismissed. Whoever reported “%(title)s” reads your reason.") % names
    if action == "accept":
        done = accept_report(report=report, by=officer, **form.choices)
        if done.hid_item:
            return _("Accepted. “%(title)s” is hidden now, and its readers are warned.") % names
        return _("Accepted. The readers of “%(title)s” are warned, its writers repair it.") % names
    if action == "verify":
        verify_repair(report=report, by=officer, seen=_seen(request))
        return _("Verified and closed. The warning on “%(title)s” is gone.") % names
    if action in REASONED:
        REASONED[action](report=report, by=officer, reason=form.cleaned_data["reason"])
        return _("Done. The writers of “%(title)s” read your reason.") % names
    raise Refused(_("This button does not exist any more. Reload the page."))


def _seen(request: HttpRequest) -> int | None:
    """The revision that was compared when the button was pressed."""
    return number_in(request.POST.get("revision", ""))


def _page(
    request: HttpRequest,
    officer: Officer,
    report: Report,
    action: str = "",
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    failed = {action: form} if form is not None else {}
    now = report.item.current_revision
    context: dict[str, Any] = {
        "report": report,
        "item": report.item,
        "evidence": evidence_of(report),
        "others": others_on(officer, report),
        "due": due_state(report),
        "steps": steps_of(report),
        "changes": changes_between(report.revision, now),
        "still_there": stands_in(report.passage, now),
        "accept": failed.get("accept") or AcceptForm(report),
        "dismiss": failed.get("dismiss") or DismissForm(),
        "reason": failed.get(action) if action in REASONED else ReasonForm(),
        "errors": form,
        "action": action,
    }
    return render(request, "reports/desk_report.html", context, status=status)
