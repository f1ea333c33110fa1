"""Suggesting an edit: the form, what was suggested, the decision of those who wrote the item."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gates import officer_of
from accounts.models import Officer
from core.numbers import number_in
from knowledge.access import get_item, is_writer
from knowledge.blind import hidden_writers
from knowledge.desk import revision_of
from knowledge.forms_suggest import SuggestForm, TextForm
from knowledge.markdown import render as render_markdown
from knowledge.models import Item, Suggestion
from knowledge.services.decide_suggestion import accept_suggestion, decline_suggestion
from knowledge.services.errors import EditConflict, Refused
from knowledge.services.suggest import require_suggestible, suggest_edit, withdraw_suggestion
from knowledge.suggesting import (
    change_of,
    decided_for,
    get_suggestion,
    made_by,
    open_one_of,
    to_decide,
)

PAGE_SIZE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of an edit of somebody else's item; ``?again=`` begins with an earlier one."""
    officer = officer_of(request)
    item = get_item(officer, pk)
    if is_writer(officer, item):
        return redirect("knowledge:edit", pk)
    if request.method == "POST":
        return _suggest(request, officer, item)
    try:
        require_suggestible(item, officer)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(item)
    waiting = open_one_of(officer, item)
    if waiting is not None:
        messages.info(request, _("A suggestion of yours is waiting. Here it is."))
        return redirect(waiting)
    return _form_page(request, item, SuggestForm(initial=_initial(request, officer, item)))


def _initial(request: HttpRequest, officer: Officer, item: Item) -> dict[str, Any]:
    number = number_in(request.GET.get("again", ""))
    if number is not None:
        try:
            earlier = get_suggestion(officer, number)
        except Http404:
            earlier = None
        if earlier is not None and (earlier.item_id, earlier.officer_id) == (item.pk, officer.pk):
            names = ("title", "summary", "source", "reason")
            values = {name: getattr(earlier, name) for name in names}
            return values | {"base": earlier.base_id}
    current = item.current_revision
    assert current is not None
    return {
        "title": current.title,
        "summary": current.summary,
        "source": current.source,
        "base": current.pk,
    }


def _suggest(request: HttpRequest, officer: Officer, item: Item) -> HttpResponse:
    form = SuggestForm(request.POST)
    if "preview" in request.POST:
        html = render_markdown(request.POST.get("source", ""))
        return _form_page(request, item, form, preview=html)
    base = revision_of(item, request.POST.get("base", "")) or item.current_revision
    if not form.is_valid() or base is None:
        return _form_page(request, item, form, status=422)
    try:
        suggestion = suggest_edit(
            item=item,
            by=officer,
            text=form.text(),
            base=base,
            reason=form.cleaned_data["reason"],
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _form_page(request, item, form, status=422)
    messages.success(
        request, _("Sent to those who wrote it. You hear of it when they have decided.")
    )
    return redirect(suggestion)


def _form_page(
    request: HttpRequest, item: Item, form: SuggestForm, *, preview: str = "", status: int = 200
) -> HttpResponse:
    context = {"item": item, "form": form, "preview": preview}
    return render(request, "knowledge/suggest.html", context, status=status)


@login_required
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What others suggest to me, and with ``?show=mine`` what I suggested."""
    officer = officer_of(request)
    shows_mine = request.GET.get("show") == "mine"
    waiting = [] if shows_mine else list(to_decide(officer))
    past = made_by(officer) if shows_mine else decided_for(officer)
    page = Paginator(past, PAGE_SIZE).get_page(request.GET.get("page"))
    tabs = [
        {"label": _("For me to decide"), "url": "?", "current": not shows_mine},
        {"label": _("Suggested by me"), "url": "?show=mine", "current": shows_mine},
    ]
    context = {"waiting": waiting, "page": page, "tabs": tabs, "shows_mine": shows_mine}
    return render(request, "knowledge/suggestions.html", context)


@login_required
@require_safe
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """One suggestion: what it changes, and what became of it."""
    officer = officer_of(request)
    return _page(request, officer, get_suggestion(officer, pk))


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it over; where both edited the same place, with the text put together by hand."""
    officer = officer_of(request)
    found = _of_mine(officer, pk)
    form = TextForm(request.POST) if "source" in request.POST else None
    if form is not None and not form.is_valid():
        return _page(request, officer, found, form, status=422)
    try:
        accept_suggestion(
            suggestion=found,
            by=officer,
            text=form.text() if form else None,
            base=revision_of(found.item, request.POST.get("base", "")) if form else None,
        )
    except EditConflict as conflict:
        # Somebody saved in between: what was put together is joined with that, and shown again.
        return _conflict(request, officer, found, form, conflict)
    except Refused as refused:
        if form is not None:
            form.add_error(None, str(refused))
            return _page(request, officer, found, form, status=409)
        messages.error(request, str(refused))
        return redirect(found)
    messages.success(request, _("Taken over. Readers see the new text now."))
    return redirect(found.item)


@login_required
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the text as it is, with the posted ``reason``."""
    officer = officer_of(request)
    found = _of_mine(officer, pk)
    try:
        decline_suggestion(
            suggestion=found, by=officer, reason=request.POST.get("reason", "").replace("\0", "")
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(found)
    messages.success(request, _("Declined. Whoever suggested it reads why."))
    return redirect("knowledge:suggestions")


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own suggestion back."""
    officer = officer_of(request)
    found = get_suggestion(officer, pk)
    if found.officer_id != officer.pk:
        raise Http404
    try:
        withdraw_suggestion(suggestion=found, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Withdrawn. Nothing has changed in the item."))
    return redirect(found)


def _of_mine(officer: Officer, pk: int) -> Suggestion:
    """A suggestion to what the officer wrote. Raises Http404."""
    found = get_suggestion(officer, pk)
    if not is_writer(officer, found.item):
        raise Http404
    return found


def _conflict(
    request: HttpRequest,
    officer: Officer,
    found: Suggestion,
    form: TextForm | None,
    conflict: EditConflict,
) -> HttpResponse:
    """Both texts, to be put together; what was put together already is one of them."""
    found.item.current_revision = conflict.theirs
    if form is None:
        return _page(request, officer, found, status=409)
    texts = conflict.mine
    values = {
        "title": texts.title,
        "summary": texts.summary,
        "source": conflict.merged,
        "base": conflict.theirs.pk,
    }
    messages.warning(request, str(conflict))
    return _page(request, officer, found, TextForm(initial=values), status=409)


def _page(
    request: HttpRequest,
    officer: Officer,
    found: Suggestion,
    form: TextForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    change = change_of(found)
    may_decide = (
        found.is_open
        and found.officer_id != officer.pk
        and found.item.status == Item.Status.PUBLISHED
    )
    current = found.item.current_revision
    if form is None and may_decide and change.joined is not None and current is not None:
        form = TextForm(initial={**asdict(change.joined), "base": current.pk})
    context = {
        "suggestion": found,
        "item": found.item,
        "change": change,
        "form": form,
        "is_mine": found.officer_id == officer.pk,
        "may_decide": may_decide,
        "may_decline": found.is_open and found.officer_id != officer.pk,
        "is_hidden": found.item_id in hidden_writers(officer),
    }
    return render(request, "knowledge/suggestion.html", context, status=status)
