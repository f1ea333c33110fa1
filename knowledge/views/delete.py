"""Throwing away: a draft, or what was typed and not saved."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import officer_of
from knowledge.access import get_written_item
from knowledge.services.drafts import delete_draft, discard_working_copy
from knowledge.services.errors import Refused


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an own draft. One that is gone already is what was wanted."""
    officer = officer_of(request)
    try:
        item = get_written_item(officer, pk)
    except Http404:
        messages.info(request, _("There is no such draft any more."))
        return redirect("knowledge:mine")
    try:
        delete_draft(item=item, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(item)
    messages.success(request, _("The draft has been deleted."))
    return redirect("knowledge:mine")


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the officer's working copy; the form opens with the saved text."""
    officer = officer_of(request)
    item = get_written_item(officer, pk)
    discard_working_copy(item=item, by=officer)
    messages.success(request, _("Your unsaved text has been discarded. This is the saved one."))
    return redirect("knowledge:edit", pk=pk)
