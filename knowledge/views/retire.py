"""Taking a published item out of use."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import officer_of
from knowledge.access import get_item
from knowledge.services.errors import Refused
from knowledge.services.retire import retire_item


@login_required
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire with the posted ``reason``. The service decides who may."""
    officer = officer_of(request)
    item = get_item(officer, pk)
    try:
        retire_item(item=item, by=officer, reason=request.POST.get("reason", "").replace("\0", ""))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Retired. Its address stays and shows the reason."))
    return redirect(item)
