"""The page of an item."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Officer
from knowledge.access import get_item
from knowledge.fragments import public_pieces_of
from knowledge.page import main_part, view
from knowledge.services.readings import note_reading


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about an item that the reader may see; noted as a reading.

    Visitors read what is public, and are asked to sign in for the rest.
    """
    officer = request.user
    if not isinstance(officer, Officer):
        return _public_item(request, pk)
    viewed = view(officer, pk)
    if viewed.item.author_id != officer.pk:
        note_reading(item_id=pk, officer_id=officer.pk)
    main = main_part(request, officer, viewed, parent=request.GET.get("reply", ""))
    return render(request, "knowledge/item.html", {"item": viewed.item, "main": main})


def _public_item(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a public item, without what officers say about it."""
    try:
        found = get_item(AnonymousUser(), pk)
    except Http404:
        return redirect_to_login(request.get_full_path())
    pieces = public_pieces_of(found)
    return render(request, "knowledge/public.html", {"item": found, "pieces": pieces})
