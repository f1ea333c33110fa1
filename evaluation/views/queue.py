"""The coordinator's queue of submissions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator
from evaluation.queries import count_duplicates, offices_in_queue, queue_of, waiting_of

PAGE_SIZE = 30


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the form check, the longest waiting first."""
    officer = request.user
    assert isinstance(officer, Officer)
    if not (is_coordinator(officer) or is_admin(officer)):
        raise Http404
    offices = list(offices_in_queue(officer))
    office = next((o for o in offices if str(o.pk) == request.GET.get("office")), None)
    rows = queue_of(officer)
    if office is not None:
        rows = rows.filter(office=office)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    clocks = waiting_of(page)
    twins = count_duplicates(officer, [item.pk for item in page])
    lines: list[dict[str, Any]] = [
        {
            "item": item,
            "url": reverse("evaluation:check", args=[item.pk]),
            "waiting": clocks[item.pk],
            "duplicates": twins.get(item.pk, 0),
            "is_own": item.author_id == officer.pk,
        }
        for item in page
    ]
    return render(
        request,
        "evaluation/queue.html",
        {"page": page, "lines": lines, "offices": offices, "office": office},
    )
