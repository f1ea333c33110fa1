"""What the search box offers while somebody types."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.gates import officer_of, signed_in_json
from search.suggest import suggest


@never_cache
@signed_in_json
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """JSON ``{"groups": [{"label", "options": [{"label", "note", "url"}]}]}`` for ``?q=``."""
    groups = suggest(officer_of(request), request.GET.get("q", ""))
    told = [
        {"label": heading, "options": [asdict(one) for one in options]}
        for heading, options in groups
    ]
    return JsonResponse({"groups": told})
