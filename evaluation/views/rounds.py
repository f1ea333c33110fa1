"""One round, and the provisional decision."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from evaluation.author import pooled_evaluations
from evaluation.models import Round
from evaluation.queries import appeals_of, get_round, last_evaluations
from evaluation.results import by_criterion
from evaluation.services.annul import annul_round
from evaluation.services.decide import decide_provisionally
from evaluation.shown import shown
from evaluation.views.mine import writers_page
from knowledge.services.errors import Refused


@login_required
@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a round for the coordinator; its writers see it once it is decided, without names."""
    officer = request.user
    assert isinstance(officer, Officer)
    round, sees_all = get_round(officer, pk)
    if not sees_all:
        return writers_page(request, round)
    evaluations = last_evaluations(round)
    scores = list(round.scores.order_by("pk"))
    assignments = round.assignments.select_related("evaluator__officer__office").order_by("pk")
    return render(
        request,
        "evaluation/round.html",
        {
            "round": round,
            "scores": scores,
            "score": shown(scores[-1], round.policy.threshold) if scores else None,
            "criteria": by_criterion(list(round.policy.criteria.all()), pooled_evaluations(round)),
            "assignments": assignments,
            "evaluations": {e.assignment_id: e for e in evaluations},
            "appeals": appeals_of(round),
            "may_annul": is_admin(officer)
            and (round.is_open or round.state == Round.State.PUBLISHED),
            "may_decide": round.is_open
            and clock.now() >= round.due_at
            and sum(e.assignment.segment == round.segment for e in evaluations)
            >= round.policy.provisional_min,
        },
    )


@login_required
@require_POST
def provisional(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide an overdue round with the evaluations there are."""
    officer = request.user
    assert isinstance(officer, Officer)
    round, sees_all = get_round(officer, pk)
    if not sees_all:
        raise Http404
    try:
        after = decide_provisionally(round_id=round.pk, by=officer)
        if after.decision:
            messages.success(request, _("The round has been decided provisionally."))
        else:
            messages.info(
                request,
                _(
                    "Plain mean and corrected score point to different verdicts, so the round has"
                    " gone to the panel."
                ),
            )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("evaluation:round", pk=round.pk)


@login_required
@require_POST
def annul(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a round void for misconduct; the item is judged again by others."""
    officer = request.user
    assert isinstance(officer, Officer)
    round, sees_all = get_round(officer, pk)
    if not (sees_all and is_admin(officer)):
        raise Http404
    try:
        annul_round(round_=round, by=officer, reason=request.POST.get("reason", ""))
        messages.success(request, _("The round has been annulled. Others evaluate the item."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("evaluation:round", pk=round.pk)
