"""What was reported, for everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.gates import officer_of
from reports.queries import works_at_desk
from reports.statistics import statistics_for


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Numbers of the last twelve months, of what the officer may see."""
    officer = officer_of(request)
    found = statistics_for(officer)
    return render(
        request,
        "reports/home.html",
        {
            "statistics": found,
            "most_kinds": max(line.number for line in found.kinds),
            "most_areas": max((line.number for line in found.areas), default=0),
            "works_at_desk": works_at_desk(officer),
        },
    )
