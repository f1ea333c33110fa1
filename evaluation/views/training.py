"""Training of evaluators: where one stands, one item to score, one try with its errors."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gates import officer_of
from accounts.models import Officer
from accounts.roles import is_evaluator
from evaluation.forms import CriteriaForm
from evaluation.models import Evaluator, Training, TrainingAnswer
from evaluation.services.evaluator_policy import evaluator_policy
from evaluation.services.policies import policy_for
from evaluation.services.train import (
    criteria_of,
    purpose_of,
    start_training,
    submit_answer,
    tries_left,
)
from evaluation.trainings import answers_of, results_of, trainings_of
from knowledge.services.errors import Refused


def _officer(request: HttpRequest) -> Officer:
    officer = officer_of(request)
    if not is_evaluator(officer):
        raise Http404
    return officer


@login_required
@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """Certificate, the try under way, earlier tries."""
    officer = _officer(request)
    evaluator = Evaluator.objects.filter(officer=officer).first() or Evaluator(officer=officer)
    policy = evaluator_policy()
    tries = list(trainings_of(officer))
    under_way = next((t for t in tries if t.state == Training.State.OPEN), None)
    return render(
        request,
        "evaluation/training.html",
        {
            "evaluator": evaluator,
            "policy": policy,
            "purpose": purpose_of(evaluator, policy),
            "tries_left": tries_left(evaluator, policy) if evaluator.pk else policy.tries,
            "under_way": under_way,
            "answers": list(answers_of(under_way)) if under_way else [],
            "tries": [t for t in tries if t.state != Training.State.OPEN],
        },
    )


@login_required
@require_POST
def training_start(request: HttpRequest) -> HttpResponse:
    """Begin a try, and go to its first item."""
    officer = _officer(request)
    try:
        begun = start_training(officer=officer)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("evaluation:training")
    return _next(begun)


def _next(training: Training) -> HttpResponse:
    """To the first item that is not scored; after the last one to the result."""
    open_answer = training.answers.filter(submitted_at__isnull=True).first()
    if open_answer is None:
        return redirect("evaluation:training_try", pk=training.pk)
    return redirect("evaluation:training_item", pk=open_answer.pk)


@login_required
@require_http_methods(["GET", "POST"])
def training_item(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows a text and its scoring form; POST gives it its scores, once."""
    officer = _officer(request)
    rows = TrainingAnswer.objects.filter(training__evaluator__officer=officer)
    answer = get_object_or_404(
        rows.select_related("training", "gold__revision__item__category"), pk=pk
    )
    criteria = criteria_of(answer.gold)
    if request.method == "GET":
        if answer.submitted_at is not None:
            return _next(answer.training)
        return _item_page(request, answer, CriteriaForm(criteria))
    form = CriteriaForm(criteria, request.POST)
    if not form.is_valid():
        return _item_page(request, answer, form, status=422)
    try:
        submit_answer(answer=answer, by=officer, scores=form.scores)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return _next(answer.training)
    messages.success(request, _("Your scores have been kept."))
    return _next(answer.training)


def _item_page(
    request: HttpRequest, answer: TrainingAnswer, form: CriteriaForm, status: int = 200
) -> HttpResponse:
    revision = answer.gold.revision
    return render(
        request,
        "evaluation/training_item.html",
        {
            "answer": answer,
            "count": answer.training.answers.count(),
            "item": revision.item,
            "revision": revision,
            "citations": list(revision.item.citations.all()),
            "form": form,
            "threshold": policy_for(revision.item.kind).threshold,
        },
        status=status,
    )


@login_required
@require_safe
def training_try(request: HttpRequest, pk: int) -> HttpResponse:
    """One try that has ended: every error beside the reference, and why that is right."""
    officer = _officer(request)
    found = get_object_or_404(trainings_of(officer).exclude(state=Training.State.OPEN), pk=pk)
    return render(
        request,
        "evaluation/training_try.html",
        {"training": found, "policy": found.policy, "results": results_of(found)},
    )
