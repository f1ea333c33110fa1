"""The versions of an item: all of them, one, and two compared."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Officer
from knowledge.access import get_item, get_revision, may_edit, may_see_history
from knowledge.blind import hidden_writers
from knowledge.diff import diff_rows
from knowledge.models import Item, Revision
from knowledge.queries import revisions_of

PAGE_SIZE = 50


@login_required
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions, newest first; two can be chosen to compare."""
    officer = request.user
    assert isinstance(officer, Officer)
    item = _item(officer, pk)
    page = Paginator(revisions_of(item), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "knowledge/history.html",
        {"item": item, "page": page, "is_hidden": item.pk in hidden_writers(officer)},
    )


@login_required
@require_safe
def revision(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version as it was read then."""
    officer = request.user
    assert isinstance(officer, Officer)
    item = _item(officer, pk)
    found = get_revision(officer, pk, number)
    return render(
        request,
        "knowledge/revision.html",
        {
            "item": item,
            "revision": found,
            "is_current": found.pk == item.current_revision_id,
            "may_restore": may_edit(officer, item) and found.pk != item.current_revision_id,
            "is_hidden": item.pk in hidden_writers(officer),
        },
    )


@login_required
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Versions ``?a=`` and ``?b=``: what changed from the earlier to the later one."""
    officer = request.user
    assert isinstance(officer, Officer)
    item = _item(officer, pk)
    a, b = (_chosen(officer, item, request.GET.get(name, "")) for name in ("a", "b"))
    before, after = sorted((a, b), key=lambda found: found.number)
    return render(
        request,
        "knowledge/compare.html",
        {
            "item": item,
            "before": before,
            "after": after,
            "heads": [
                (_("Title"), diff_rows(before.title, after.title)),
                (_("Summary"), diff_rows(before.summary, after.summary)),
            ],
            "rows": diff_rows(before.source, after.source),
            "is_hidden": item.pk in hidden_writers(officer),
        },
    )


def _item(officer: Officer, pk: int) -> Item:
    item = get_item(officer, pk)
    if not may_see_history(officer, item):
        raise Http404
    return item


def _chosen(officer: Officer, item: Item, number: str) -> Revision:
    """The version of that number. Raises Http404 for what is no number or no version."""
    if not number.isdecimal() or len(number) > 9:
        raise Http404
    return get_revision(officer, item.pk, int(number))
