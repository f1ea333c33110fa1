"""Gold items: the pages of the panel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gates import officer_of
from evaluation.forms import PREFIX
from evaluation.forms_training import GoldForm
from evaluation.golds import (
    candidates_for_gold,
    first_guess,
    get_candidate,
    get_gold,
    golds_of,
    lines_of,
)
from evaluation.models import GoldItem
from evaluation.services.gold import add_gold, withdraw_gold
from evaluation.services.policies import policy_for
from knowledge.models import Item
from knowledge.services.errors import Refused


@login_required
@require_safe
def golds(request: HttpRequest) -> HttpResponse:
    """All gold items, and with ``?q=`` what could become one."""
    officer = officer_of(request)
    lines = lines_of(golds_of(officer))
    words = request.GET.get("q", "").replace("\x00", "").strip()
    return render(
        request,
        "evaluation/golds.html",
        {
            "uses": [
                (use.label, [line for line in lines if line.gold.use == use and in_use(line.gold)])
                for use in GoldItem.Use
            ],
            "withdrawn": [line for line in lines if line.gold.is_withdrawn],
            "words": words,
            "found": candidates_for_gold(officer, words),
        },
    )


def in_use(gold: GoldItem) -> bool:
    """Whether it can still be drawn."""
    return not gold.is_withdrawn


@login_required
@require_http_methods(["GET", "POST"])
def gold_new(request: HttpRequest, item_id: int) -> HttpResponse:
    """GET shows a text with the form for its right scores; POST makes it gold."""
    officer = officer_of(request)
    item = get_candidate(officer, item_id)
    assert item.current_revision is not None
    criteria = list(policy_for(item.kind).criteria.all())
    known = GoldItem.objects.filter(revision=item.current_revision, is_withdrawn=False).first()
    if request.method == "GET":
        start: dict[str, Any] = {"use": GoldItem.Use.TRAINING}
        if known is not None:
            start = {"use": known.use, "note": known.note}
        scores = known.reference if known is not None else first_guess(item, criteria)
        start |= {PREFIX + code: score for code, score in scores.items()}
        return _form_page(request, item, GoldForm(criteria, initial=start))
    form = GoldForm(criteria, request.POST)
    if not form.is_valid():
        return _form_page(request, item, form, status=422)
    try:
        gold = add_gold(
            revision=item.current_revision,
            by=officer,
            use=form.cleaned_data["use"],
            scores=form.scores,
            note=form.cleaned_data["note"],
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _form_page(request, item, form, status=409)
    messages.success(request, _("The gold item has been entered."))
    return redirect("evaluation:gold", pk=gold.pk)


def _form_page(request: HttpRequest, item: Item, form: GoldForm, status: int = 200) -> HttpResponse:
    return render(
        request,
        "evaluation/gold_new.html",
        {
            "item": item,
            "revision": item.current_revision,
            "citations": list(item.citations.all()),
            "form": form,
            "threshold": policy_for(item.kind).threshold,
        },
        status=status,
    )


@login_required
@require_safe
def gold(request: HttpRequest, pk: int) -> HttpResponse:
    """One gold item: its text, the right scores and why."""
    found = get_gold(officer_of(request), pk)
    criteria = list(policy_for(found.revision.item.kind).criteria.all())
    item = found.revision.item
    return render(
        request,
        "evaluation/gold.html",
        {
            "gold": found,
            "line": lines_of([found])[0],
            "scores": [(c, found.reference[c.code]) for c in criteria if c.code in found.reference],
            "item": item,
            "can_replace": item.current_revision_id == found.revision_id,
        },
    )


@login_required
@require_POST
def gold_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Use it no more."""
    officer = officer_of(request)
    withdraw_gold(gold=get_gold(officer, pk), by=officer)
    messages.success(request, _("The gold item has been withdrawn. It is drawn no more."))
    return redirect("evaluation:golds")
