"""What a reader puts on an item: reactions, bookmark, watch. Plain forms that come back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.gates import officer_of
from knowledge.access import get_facts
from knowledge.services.errors import Refused
from knowledge.services.marks import set_watch, toggle_bookmark, toggle_reaction
from knowledge.views.posting import posted_to_item


@posted_to_item
def react(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the reaction ``kind`` on the item, or take it off."""
    officer = officer_of(request)
    item = get_facts(officer, pk)
    try:
        toggle_reaction(item=item, by=officer, kind=request.POST.get("kind", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{item.get_absolute_url()}#marks")


@posted_to_item
def bookmark(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the item among the officer's bookmarks, or take it out."""
    officer = officer_of(request)
    item = get_facts(officer, pk)
    try:
        is_kept = toggle_bookmark(item=item, by=officer)
        said = _("Added to your bookmarks.") if is_kept else _("Taken out of your bookmarks.")
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{item.get_absolute_url()}#marks")


@posted_to_item
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose how much to hear of the item: ``level``, or nothing for the usual."""
    officer = officer_of(request)
    item = get_facts(officer, pk)
    try:
        set_watch(item=item, by=officer, level=request.POST.get("level") or None)
        messages.success(request, _("Your choice has been saved."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{item.get_absolute_url()}#marks")
