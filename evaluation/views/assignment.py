"""One item to evaluate: its text, and the scoring form beside it. Nothing says who wrote it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.gates import officer_of, signed_in_json
from accounts.models import Officer
from evaluation.forms import PREFIX, ScoreForm
from evaluation.models import Assignment, Criterion, Evaluation
from evaluation.peers import peers_before
from evaluation.queries import get_assignment, lease_state, open_assignments_of
from evaluation.services.evaluate import NoLongerEligible, submit_evaluation, why_closed
from evaluation.services.respond import (
    SavedElsewhere,
    decline,
    keep_typed,
    recuse,
    save_progress,
)
from evaluation.waiting import forget_number
from knowledge.attached import lines_of
from knowledge.services.errors import Refused


@login_required
@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows text and form; POST ``action`` is save, submit, decline or recuse."""
    officer = officer_of(request)
    task = get_assignment(officer, pk)
    criteria = list(task.round.policy.criteria.all())
    if request.method == "GET":
        return _page(request, task, _form_of(task, criteria))
    action = request.POST.get("action", "")
    if action in GIVING_BACK:
        return _give_back(request, officer, task, criteria, action)
    form = ScoreForm(criteria, request.POST)
    act = _save if action == "save" else _submit
    try:
        return act(request, officer, task, form)
    except SavedElsewhere as refusal:
        messages.warning(request, str(refusal))
        other = _form_of(refusal.current, criteria)
        return _page(request, refusal.current, form, status=409, other=other)
    except Refused as refusal:
        # Whatever happened to the assignment, what was typed for it is kept and shown.
        keep_typed(assignment=task, by=officer, data=form.typed())
        forget_number(officer)
        if isinstance(refusal, NoLongerEligible):
            messages.warning(request, str(refusal))
            return redirect("evaluation:assignment", pk=pk)
        messages.error(request, str(refusal))
        return _page(request, get_assignment(officer, pk), form, status=409)


@signed_in_json
@require_POST
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Save the form as far as it is filled in; JSON ``{"saved_at", "version"}``.

    409 and a message when another window saved in between or the assignment has closed.
    """
    officer = officer_of(request)
    task = get_assignment(officer, pk)
    form = ScoreForm(list(task.round.policy.criteria.all()), request.POST)
    try:
        saved = save_progress(
            assignment=task, by=officer, data=form.typed(), version=_version(request)
        )
    except Refused as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    assert saved.saved_at is not None
    return JsonResponse({"saved_at": saved.saved_at.isoformat(), "version": saved.version})


def _submit(
    request: HttpRequest, officer: Officer, task: Assignment, form: ScoreForm
) -> HttpResponse:
    if reason := why_closed(task):
        raise Refused(reason)
    if not form.is_valid():
        return _page(request, task, form, status=422)
    is_correction = task.state == Assignment.State.SUBMITTED
    submit_evaluation(
        assignment=task,
        by=officer,
        scores=form.scores,
        comment=form.cleaned_data["comment"],
        confidence=form.cleaned_data["confidence"],
        version=_version(request),
    )
    forget_number(officer)
    following = None if is_correction else open_assignments_of(officer).first()
    if following is None:
        messages.success(request, _("Your evaluation has been submitted. Thank you."))
        return redirect("evaluation:desk")
    messages.success(
        request, _("Your evaluation has been submitted. Thank you. Here is the next one.")
    )
    return redirect("evaluation:assignment", pk=following.pk)


def _save(
    request: HttpRequest, officer: Officer, task: Assignment, form: ScoreForm
) -> HttpResponse:
    save_progress(assignment=task, by=officer, data=form.typed(), version=_version(request))
    if task.state == Assignment.State.SUBMITTED:
        text = _("Saved. What you submitted counts until you submit the correction.")
    else:
        text = _("Saved. You can continue whenever you like before it is due.")
    messages.success(request, text)
    return redirect("evaluation:assignment", pk=task.pk)


GIVING_BACK = {"decline": decline, "recuse": recuse}


def _give_back(
    request: HttpRequest, officer: Officer, task: Assignment, criteria: list[Criterion], action: str
) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        GIVING_BACK[action](assignment=task, by=officer, reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
        task = get_assignment(officer, task.pk)
        return _page(request, task, _form_of(task, criteria), status=409, reason=reason)
    messages.success(request, _("Somebody else will be asked. Thank you for saying so."))
    forget_number(officer)
    return redirect("evaluation:desk")


def _version(request: HttpRequest) -> int | None:
    """The version of the assignment that the form was filled in on."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _form_of(task: Assignment, criteria: list[Criterion]) -> ScoreForm:
    return ScoreForm(criteria, initial=_filled_in(task))


def _filled_in(task: Assignment) -> dict[str, Any]:
    """What was saved to be continued, or what was submitted and may be corrected."""
    is_submitted = task.state == Assignment.State.SUBMITTED
    if not is_submitted or (task.progress and not why_closed(task)):
        return dict(task.progress)
    last = Evaluation.objects.filter(assignment=task).order_by("-pk").first()
    if last is None:
        return {}
    scores = {PREFIX + code: score for code, score in last.scores.items()}
    return {**scores, "comment": last.comment, "confidence": last.confidence}


def _page(
    request: HttpRequest,
    task: Assignment,
    form: ScoreForm,
    *,
    status: int = 200,
    other: ScoreForm | None = None,
    reason: str | None = None,
) -> HttpResponse:
    """``other`` is what another window has saved, ``reason`` one that was not enough."""
    item = task.round.item
    closed = why_closed(task)
    return render(
        request,
        "evaluation/assignment.html",
        {
            "task": task,
            "clock": lease_state(task) if task.is_open else "fine",
            "item": item,
            "revision": task.round.revision,
            "files": lines_of(item),
            "citations": list(item.citations.all()),
            "peers": peers_before(task),
            "form": form,
            "other": other,
            "reason": reason,
            "closed": closed,
            "is_correction": not closed and task.state == Assignment.State.SUBMITTED,
            "has_kept": form.is_bound or bool(form.initial),
            "is_submitted": task.state == Assignment.State.SUBMITTED and not form.is_bound,
            "threshold": task.round.policy.threshold,
        },
        status=status,
    )
