"""The coordinator's page: what officers of their offices were given for their knowledge."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator
from mileage.forms import GrantFilter
from mileage.grants import alerts_of, grants_of
from mileage.queries import visible_items

PAGE_SIZE = 30


@login_required
@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """The newest first. Others than coordinators and administrators get a 404."""
    officer = request.user
    assert isinstance(officer, Officer)
    if not (is_coordinator(officer) or is_admin(officer)):
        raise Http404
    form = GrantFilter(request.GET)
    rows = grants_of(officer, **form.chosen)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    items = visible_items(officer, {entry.item_id for entry in page})
    return render(
        request,
        "mileage/grants.html",
        {
            "form": form,
            "is_filtered": any(form.chosen.values()),
            "page": page,
            "lines": [(entry, items.get(entry.item_id or 0)) for entry in page],
            "alerts": alerts_of(officer),
        },
    )
