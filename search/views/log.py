"""What is searched for in the portal: for those who look after its knowledge."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.gates import officer_of
from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator
from search.log import Report, report

DAYS = (7, 30, 90)


def reads_log(officer: Officer) -> bool:
    """Whether the officer may see what others search for, without their names."""
    return is_coordinator(officer) or is_admin(officer)


@login_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Sums over the last 7, 30 or 90 days (``?days=``): frequent queries, those without a
    result, those of which no hit was opened."""
    if not reads_log(officer_of(request)):
        raise Http404
    asked = request.GET.get("days", "")
    days = next((number for number in DAYS if asked == str(number)), DAYS[1])
    made = report(days)
    return render(
        request,
        "search/log.html",
        {
            "report": made,
            "days": days,
            "bars": _bars(made),
            "tabs": [
                {
                    "label": _("%(days)d days") % {"days": number},
                    "url": f"?days={number}",
                    "current": number == days,
                }
                for number in DAYS
            ],
            "parts": _parts(made),
        },
    )


def _bars(made: Report) -> list[tuple[str, int]]:
    """Days, or weeks where there would be too many bars."""
    if len(made.days) <= DAYS[0]:
        return [(date_format(day, "n.j."), number) for day, number in made.days]
    weeks = [made.days[at : at + 7] for at in range(0, len(made.days), 7)]
    return [(date_format(week[0][0], "n.j."), sum(n for _day, n in week)) for week in weeks]


def _parts(made: Report) -> list[dict[str, Any]]:
    return [
        {
            "title": _("Most frequent"),
            "text": _("What officers look for most."),
            "lines": made.frequent,
        },
        {
            "title": _("Without a result"),
            "text": _(
                "Knowledge that is missing, or is called otherwise: write it, or add a synonym."
            ),
            "lines": made.fruitless,
        },
        {
            "title": _("Without a click"),
            "text": _("There were hits, and nobody opened one: perhaps none of them was it."),
            "lines": made.unopened,
        },
    ]
