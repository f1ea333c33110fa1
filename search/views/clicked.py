"""Which hit was opened: told by the browser while it goes there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.gates import officer_of, signed_in_json
from search.services.log_searches import LAST_RANK, note_click


@signed_in_json
@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    """``key`` of the page of hits and ``rank`` of the hit, from 1; nonsense is ignored."""
    ranks = {str(number): number for number in range(1, LAST_RANK + 1)}
    rank = ranks.get(request.POST.get("rank", ""))
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        rank = None
    if rank is not None:
        note_click(officer_id=officer_of(request).pk, key=key, rank=rank)
    return HttpResponse(status=204)
