"""Keeping what an officer types while it is typed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import officer_of, signed_in_json
from knowledge.access import get_written_item
from knowledge.desk import posted_data, revision_of
from knowledge.services.drafts import save_working_copy
from knowledge.services.errors import Refused


@signed_in_json
@require_POST
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Save the form's fields as the officer's working copy; JSON ``{"saved_at", "version"}``.

    409 and a message when another window saved in between or the item's state forbids it;
    404 and a message when the item is gone.
    """
    officer = officer_of(request)
    try:
        item = get_written_item(officer, pk)
    except Http404:
        message = _("This item is no longer there. Save, and your text is kept as a new draft.")
        return JsonResponse({"message": message}, status=404)
    version = request.POST.get("version", "")
    try:
        copy = save_working_copy(
            item=item,
            by=officer,
            data=dict(posted_data(request.POST.dict())),
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            base=revision_of(item, request.POST.get("base", "")),
        )
    except Refused as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    return JsonResponse({"saved_at": copy.saved_at.isoformat(), "version": copy.version})
