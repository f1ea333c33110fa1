"""Suggestions of officers while somebody types a name."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from accounts.gates import officer_of, signed_in_json
from accounts.queries import suggest_officers


@signed_in_json
@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """JSON ``{"options": [{"value", "label", "note"}]}`` for ``?q=``; the asker is left out."""
    typed = request.GET.get("q", "").replace("\0", "").strip()
    rows = suggest_officers(typed, but=officer_of(request)) if typed else []
    options = [
        {"value": o.username, "label": str(o), "note": str(o.office or o.username)} for o in rows
    ]
    return JsonResponse({"options": options})
