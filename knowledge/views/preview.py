"""What a text will look like to its readers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.gates import signed_in_json
from knowledge.markdown import render as render_markdown
from knowledge.services.fields import SOURCE_LENGTH, tidy


@signed_in_json
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The HTML of the posted ``source``; 422 and a sentence if it is too long."""
    source = tidy(request.POST.get("source", ""))
    if len(source) > SOURCE_LENGTH:
        return render(request, "knowledge/_preview_too_long.html", status=422)
    return HttpResponse(render_markdown(source))
