"""The page of an item."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator_of
from core.registry import item_panels
from knowledge.access import get_item
from knowledge.blind import hidden_writers
from knowledge.fragments import pieces_of, public_pieces_of
from knowledge.models import Item, Reaction, Watch
from knowledge.queries import get_item_page
from knowledge.services.readings import note_reading

EDITABLE = (Item.Status.DRAFT, Item.Status.RETURNED, Item.Status.PUBLISHED)


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about an item that the reader may see; noted as a reading.

    Visitors read what is public, and are asked to sign in for the rest.
    """
    officer = request.user
    if not isinstance(officer, Officer):
        return _public_item(request, pk)
    found = get_item_page(officer, pk)
    if found.author_id != officer.pk:
        note_reading(item_id=found.pk, officer_id=officer.pk)
    return render(request, "knowledge/item.html", page_of(request, officer, found))


def _public_item(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a public item, without what officers say about it."""
    try:
        found = get_item(AnonymousUser(), pk)
    except Http404:
        return redirect_to_login(request.get_full_path())
    pieces = public_pieces_of(found)
    return render(request, "knowledge/public.html", {"item": found, "pieces": pieces})


def page_of(
    request: HttpRequest, officer: Officer, item: Item, comment: str = "", error: str = ""
) -> dict[str, Any]:
    """What templates/knowledge/item.html takes; ``comment`` and ``error`` come back with a
    comment that was refused."""
    is_hidden = item.pk in hidden_writers(officer)
    writes = item.author_id == officer.pk or item.is_coauthor  # type: ignore[attr-defined]
    in_charge = is_coordinator_of(officer, item.office_id) or is_admin(officer)
    panels = _panels(request, item)
    return {
        "item": item,
        "pieces": pieces_of(item, officer, is_hidden),
        "main_panels": [panel for panel in panels if panel["place"] == "main"],
        "side_panels": [panel for panel in panels if panel["place"] == "side"],
        "is_published": item.status == Item.Status.PUBLISHED,
        "reason": item.status_reason if writes or in_charge or _is_retired(item) else "",
        "writes": writes,
        "may_edit": writes and item.status in EDITABLE,
        "may_retire": (writes or in_charge) and item.status == Item.Status.PUBLISHED,
        "is_author": item.author_id == officer.pk,
        "reactions": [
            {"code": code, "label": label, "pressed": code in item.my_reactions}  # type: ignore[attr-defined]
            for code, label in Reaction.Kind.choices
        ],
        "watch_levels": Watch.Level.choices,
        "token": uuid4().hex,
        "parent": request.GET.get("reply", "") if request.method == "GET" else "",
        "comment": comment,
        "comment_error": error,
    }


def _is_retired(item: Item) -> bool:
    return item.status == Item.Status.RETIRED


def _panels(request: HttpRequest, item: Item) -> list[dict[str, Any]]:
    panels = []
    for panel in sorted(item_panels, key=lambda panel: panel.order):
        context = panel.context(request, item)
        if context is not None:
            panels.append({"template": panel.template, "context": context, "place": panel.place})
    return panels
