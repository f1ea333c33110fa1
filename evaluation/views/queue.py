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
from evaluation.queries import count_duplicates, queue_of, waiting_of

PAGE_SIZE = 30


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the form check, the longest waiting first."""
    officer = request.user
    assert isinstance(officer, Officer)
    if not (is_coordinator(officer) or is_admin(officer)):
        raise Http404
    page = Paginator(queue_of(officer), PAGE_SIZE).get_page(request.GET.get("page"))
    twins = count_duplicates(officer, [item.pk for item in page])
    lines: list[dict[str, Any]] = [
        {
            "item": item,
            "url": reverse("evaluation:check", args=[item.pk]),
            "waiting": waiting_of(item),
            "duplicates": twins.get(item.pk, 0),
            "is_own": item.author_id == officer.pk,
        }
        for item in page
    ]
    return render(request, "evaluation/queue.html", {"page": page, "lines": lines})
