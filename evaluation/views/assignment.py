"""One item to evaluate: its text, and the scoring form beside it. Nothing says who wrote it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Officer
from evaluation.forms import PREFIX, ScoreForm
from evaluation.models import Assignment, Criterion, Evaluation
from evaluation.queries import get_assignment
from evaluation.services.evaluate import NoLongerEligible, submit_evaluation
from evaluation.services.respond import decline, recuse, save_progress
from evaluation.waiting import forget_number
from knowledge.services.errors import Refused


@login_required
@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows text and form; POST ``action`` is save, submit, decline or recuse."""
    officer = request.user
    assert isinstance(officer, Officer)
    task = get_assignment(officer, pk)
    criteria = list(task.round.policy.criteria.all())
    if request.method == "GET":
        return _page(request, task, ScoreForm(criteria, initial=_filled_in(task, criteria)))
    form = ScoreForm(criteria, request.POST)
    act = ACTIONS.get(request.POST.get("action", ""), _submit)
    try:
        return act(request, officer, task, form)
    except NoLongerEligible as refusal:
        messages.warning(request, str(refusal))
        return _to_desk(officer)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, task, form, status=409)


def _submit(
    request: HttpRequest, officer: Officer, task: Assignment, form: ScoreForm
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, task, form, status=422)
    submit_evaluation(
        assignment=task,
        by=officer,
        scores=form.scores,
        comment=form.cleaned_data["comment"],
        confidence=form.cleaned_data["confidence"],
    )
    messages.success(request, _("Your evaluation has been submitted. Thank you."))
    return _to_desk(officer)


def _save(
    request: HttpRequest, officer: Officer, task: Assignment, form: ScoreForm
) -> HttpResponse:
    save_progress(assignment=task, by=officer, data=form.typed())
    messages.success(request, _("Saved. You can continue whenever you like before it is due."))
    return redirect("evaluation:assignment", pk=task.pk)


def _give_back(
    request: HttpRequest, officer: Officer, task: Assignment, form: ScoreForm
) -> HttpResponse:
    give = recuse if request.POST.get("action") == "recuse" else decline
    give(assignment=task, by=officer, reason=request.POST.get("reason", ""))
    messages.success(request, _("Somebody else will be asked. Thank you for saying so."))
    return _to_desk(officer)


def _to_desk(officer: Officer) -> HttpResponse:
    forget_number(officer)
    return redirect("evaluation:desk")


ACTIONS = {"submit": _submit, "save": _save, "decline": _give_back, "recuse": _give_back}


def _filled_in(task: Assignment, criteria: list[Criterion]) -> dict[str, Any]:
    """What was saved to be continued, or what was submitted and may be corrected."""
    if task.state != Assignment.State.SUBMITTED:
        return dict(task.progress)
    last = Evaluation.objects.filter(assignment=task).order_by("-pk").first()
    if last is None:
        return {}
    scores = {PREFIX + code: score for code, score in last.scores.items()}
    return {**scores, "comment": last.comment, "confidence": last.confidence}


def _page(
    request: HttpRequest, task: Assignment, form: ScoreForm, status: int = 200
) -> HttpResponse:
    item = task.round.item
    can_correct = task.state == Assignment.State.SUBMITTED and task.round.is_open
    return render(
        request,
        "evaluation/assignment.html",
        {
            "task": task,
            "item": item,
            "revision": task.round.revision,
            "files": [
                {"name": file.name, "url": file.get_absolute_url(), "size": file.size}
                for file in item.attachments.filter(is_inline=False)
            ],
            "citations": list(item.citations.all()),
            "form": form,
            "is_editable": task.is_open or can_correct,
            "is_correction": can_correct,
            "threshold": task.round.policy.threshold,
        },
        status=status,
    )
