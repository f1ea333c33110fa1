"""The coordinator's queue of submissions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.gates import officer_of
from accounts.roles import is_admin, is_coordinator
from evaluation.form_checks import STATES, Check, checks_of, items_by_id
from evaluation.queries import count_duplicates, offices_in_queue
from evaluation.views.tabs import tabs_of
from knowledge.kinds import kinds

PAGE_SIZE = 30


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the form check, the earliest due first.

    ``?office=``, ``?kind=`` and ``?clock=late|soon|fine|alone`` narrow it; ``alone`` are those of
    offices without a coordinator.
    """
    officer = officer_of(request)
    if not (is_coordinator(officer) or is_admin(officer)):
        raise Http404
    offices = list(offices_in_queue(officer))
    office = next((o for o in offices if str(o.pk) == request.GET.get("office")), None)
    kind = request.GET.get("kind", "")
    clock = request.GET.get("clock", "")
    checks = checks_of(
        officer,
        office=office,
        kind=kind if kind in kinds else "",
        orphaned=clock == "alone" and is_admin(officer),
    )
    counts = {state: sum(c.waiting.state == state for c in checks) for state in STATES}
    chosen = [c for c in checks if c.waiting.state == clock] if clock in STATES else checks
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "evaluation/queue.html",
        {
            "tabs": tabs_of(officer, "queue"),
            "page": page,
            "lines": _lines(officer.pk, list(page), count_duplicates(officer, _ids(page))),
            "counts": counts,
            "offices": offices,
            "office": office,
            "kinds": [(k.code, k.label) for k in kinds],
            "kind": kind,
            "clocks": _clocks(is_admin(officer)),
            "clock": clock,
            "is_narrowed": bool(office or kind or clock),
        },
    )


def _ids(page: Any) -> list[int]:
    return [check.item_id for check in page]


def _lines(officer_id: int, checks: list[Check], twins: dict[int, int]) -> list[dict[str, Any]]:
    items = items_by_id(check.item_id for check in checks)
    # Somebody may have decided one since the queue was read.
    return [
        {
            "item": items[check.item_id],
            "url": reverse("evaluation:check", args=[check.item_id]),
            "waiting": check.waiting,
            "duplicates": twins.get(check.item_id, 0),
            "is_own": items[check.item_id].author_id == officer_id,
        }
        for check in checks
        if check.item_id in items
    ]


def _clocks(is_all: bool) -> list[tuple[str, str]]:
    choices = [
        ("late", _("Overdue")),
        ("soon", _("Due within a working day")),
        ("fine", _("Due later")),
    ]
    return [*choices, ("alone", _("Office without a coordinator"))] if is_all else choices
