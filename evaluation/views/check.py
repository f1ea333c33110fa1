"""The form check of one submission."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.gates import officer_of
from accounts.models import Officer
from core.numbers import number_in
from evaluation.form_checks import outcome_for, still_waits
from evaluation.forms import ReasonsForm
from evaluation.queries import get_submission, next_in_queue, waiting_of
from evaluation.services.check_form import (
    accept_submission,
    reject_submission,
    return_submission,
)
from evaluation.waiting import forget_number
from knowledge.access import is_writer
from knowledge.attached import lines_of
from knowledge.diff import diff_rows
from knowledge.duplicates import likely_duplicates
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.submissions import last_submitted_revision

REFUSALS = {"return": return_submission, "reject": reject_submission}


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the submission; POST ``action`` is accept, return or reject."""
    officer = officer_of(request)
    try:
        item = get_submission(officer, pk)
    except Http404:
        # Another coordinator was faster: they are told what was done, others that there is nothing.
        return _done(request, officer, pk)
    action = request.POST.get("action", "")
    seen = _seen(request)
    if request.method == "GET":
        return _page(request, officer, item, ReasonsForm())
    try:
        if action == "accept":
            accept_submission(item=item, by=officer, seen=seen)
            messages.success(
                request,
                _("“%(title)s” is published. Evaluators are being drawn.") % {"title": item.title},
            )
            return _go_on(officer)
        form = ReasonsForm(request.POST)
        if action in REFUSALS and form.is_valid():
            REFUSALS[action](item=item, by=officer, reason=form.reason, seen=seen)
            messages.success(
                request,
                _("The author of “%(title)s” has been told your reasons.") % {"title": item.title},
            )
            return _go_on(officer)
    except Refused as refusal:
        if not still_waits(pk):
            return _done(request, officer, pk)
        messages.error(request, str(refusal))
        return _page(request, officer, item, ReasonsForm(request.POST), status=409)
    return _page(request, officer, item, form, action, status=422)


def _done(request: HttpRequest, officer: Officer, pk: int) -> HttpResponse:
    """What became of a submission that is decided already. Raises Http404 as ``outcome_for``."""
    outcome = outcome_for(officer, pk)
    forget_number(officer)
    is_too_late = request.method == "POST"
    if is_too_late:
        messages.warning(
            request, _("Somebody was faster: nothing of what you decided here has been done.")
        )
    context = {"outcome": outcome, "typed": request.POST.get("words", "").strip()}
    status = 409 if is_too_late else 200
    return render(request, "evaluation/check_done.html", context, status=status)


def _seen(request: HttpRequest) -> int | None:
    """The revision that the page showed when the button was pressed."""
    return number_in(request.POST.get("revision", ""))


def _go_on(officer: Officer) -> HttpResponse:
    """To the next submission, or to the queue when there is none."""
    forget_number(officer)
    following = next_in_queue(officer)
    if following is None:
        return redirect("evaluation:queue")
    return redirect("evaluation:check", pk=following.pk)


def _page(
    request: HttpRequest,
    officer: Officer,
    item: Item,
    form: ReasonsForm,
    action: str = "",
    status: int = 200,
) -> HttpResponse:
    earlier = last_submitted_revision(item)
    revision = item.current_revision
    context: dict[str, Any] = {
        "item": item,
        "revision": revision,
        "files": lines_of(item),
        "citations": list(item.citations.all()),
        "coauthors": [link.officer for link in item.coauthorships.select_related("officer")],
        "waiting": waiting_of([item])[item.pk],
        "duplicates": likely_duplicates(item, officer),
        "earlier": earlier,
        "rows": diff_rows(earlier.source, revision.source) if earlier and revision else [],
        "form": form,
        "action": action,
        "is_own": is_writer(officer, item),
    }
    return render(request, "evaluation/check.html", context, status=status)
