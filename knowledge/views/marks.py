"""What a reader puts on an item: reactions, bookmark, watch. Plain forms that come back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Officer
from knowledge.access import get_item
from knowledge.services.errors import Refused
from knowledge.services.marks import set_watch, toggle_bookmark, toggle_reaction


@login_required
@require_POST
def react(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the reaction ``kind`` on the item, or take it off."""
    officer = request.user
    assert isinstance(officer, Officer)
    item = get_item(officer, pk)
    try:
        toggle_reaction(item=item, by=officer, kind=request.POST.get("kind", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{item.get_absolute_url()}#marks")


@login_required
@require_POST
def bookmark(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the item among the officer's bookmarks, or take it out."""
    officer = request.user
    assert isinstance(officer, Officer)
    item = get_item(officer, pk)
    try:
        is_kept = toggle_bookmark(item=item, by=officer)
        said = _("Added to your bookmarks.") if is_kept else _("Taken out of your bookmarks.")
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{item.get_absolute_url()}#marks")


@login_required
@require_POST
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose how much to hear of the item: ``level``, or nothing for the usual."""
    officer = request.user
    assert isinstance(officer, Officer)
    item = get_item(officer, pk)
    try:
        set_watch(item=item, by=officer, level=request.POST.get("level") or None)
        messages.success(request, _("Your choice has been saved."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{item.get_absolute_url()}#marks")
