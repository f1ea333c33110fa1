"""Handing an item in from its page, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.gates import officer_of
from knowledge.access import get_written_item, may_edit
from knowledge.desk import desk_of
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.services.submit import submit_item, withdraw_item

SUBMITTED = gettext_lazy(
    "Submitted. The KM coordinator of your office checks it, and you will hear of it."
)


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit the saved text. Where something is missing, the form opens and says what."""
    officer = officer_of(request)
    item = get_written_item(officer, pk)
    if may_edit(officer, item) and desk_of(item, officer).saved_at is not None:
        messages.warning(
            request, _("You have text here that is not saved. Save it or discard it, then submit.")
        )
        return redirect("knowledge:edit", pk=pk)
    if item.status == Item.Status.SUBMITTED:
        # A second click of the button: what was wanted is done.
        messages.success(request, SUBMITTED)
        return redirect(item)
    try:
        submit_item(item=item, by=officer)
    except Refused as refused:
        if may_edit(officer, item):
            return redirect(f"{reverse('knowledge:edit', args=[pk])}?check=1")
        messages.error(request, str(refused))
        return redirect(item)
    messages.success(request, SUBMITTED)
    return redirect(item)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back."""
    officer = officer_of(request)
    item = get_written_item(officer, pk)
    try:
        withdraw_item(item=item, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Withdrawn. It is a draft again, and you can change it."))
    return redirect(item)
