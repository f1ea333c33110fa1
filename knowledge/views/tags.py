"""Suggestions of tags while somebody types one."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from accounts.gates import signed_in_json
from knowledge.choices import suggest_tags


@signed_in_json
@require_safe
def tags(request: HttpRequest) -> JsonResponse:
    """JSON ``{"options": [{"value", "label", "note"}]}`` for ``?q=``."""
    typed = request.GET.get("q", "").replace("\0", "").strip()
    names = suggest_tags(typed) if typed else []
    options = [{"value": name, "label": name, "note": ""} for name in names]
    return JsonResponse({"options": options})
