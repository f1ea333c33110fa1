"""My mileage: what an officer has, what is held, and why each line is what it is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Officer
from mileage.forms import StatementFilter
from mileage.queries import balances_of, place_of
from mileage.statement import Statement, holds_of, standing_of

PAGE_SIZE = 25


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The officer's own statement (8 queries)."""
    officer = request.user
    assert isinstance(officer, Officer)
    statement = Statement(officer)
    form = StatementFilter(request.GET, statement)
    page = Paginator(statement.chosen(**form.chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    balance, pending = balances_of(officer)
    months = statement.months()
    standing = standing_of(statement)
    return render(
        request,
        "mileage/mine.html",
        {
            "balance": balance,
            "pending": pending,
            "holds": holds_of(officer),
            "standing": standing,
            "place": place_of(officer, standing.code),
            # Bars stand upright: a month that lost points shows none.
            "months": [(name, max(points, 0)) for name, points in months],
            "has_moved": any(points > 0 for _name, points in months),
            "form": form,
            "is_filtered": any(form.chosen.values()),
            "page": page,
            "lines": statement.lines(list(page)),
        },
    )
