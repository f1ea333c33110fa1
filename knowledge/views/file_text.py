"""A file's text on a page: for whoever has no program that opens it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.access import get_attachment, get_item
from knowledge.attached import note_of
from knowledge.queries import text_of

# About ten printed pages.
PAGE_CHARACTERS = 20_000


@require_safe
def attachment_text(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read of a file, a part at a time, for whom the file itself is open."""
    found = get_attachment(request.user, pk)
    read = text_of(found)
    parts = parted(read.text) if read else []
    return render(
        request,
        "knowledge/file_text.html",
        {
            "item": get_item(request.user, found.item_id),
            "file": found,
            "note": note_of(read.reason) if read else "",
            "page": Paginator(parts, 1).get_page(request.GET.get("page")),
        },
    )


def parted(text: str) -> list[str]:
    """The text in parts of at most ``PAGE_CHARACTERS``, which end with a line where they can."""
    parts, start = [], 0
    while start < len(text):
        end = start + PAGE_CHARACTERS
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        parts.append(text[start:end])
        start = end
    return parts
