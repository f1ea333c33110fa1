"""The page of an item."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Officer
from core.numbers import number_in
from knowledge.access import find_comment, get_item
from knowledge.fragments import public_pieces_of
from knowledge.models import Comment, Item
from knowledge.page import Viewed, page_of, view
from knowledge.queries import page_of_comment, retired_at, rows_for_page
from knowledge.services.readings import note_reading
from knowledge.threads import PAGE_SIZE


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about an item that the reader may see; noted as a reading.

    Visitors read what is public, and are asked to sign in for the rest.
    """
    officer = request.user
    if not isinstance(officer, Officer):
        return _public_item(request, pk)
    officer = officer.itself
    viewed = view(officer, pk)
    if viewed.is_published and viewed.row.author_id != officer.pk:
        note_reading(item_id=pk, officer_id=officer.pk)
    parent = _answered(officer, viewed, request.GET.get("reply", ""))
    talk = _talk(viewed, parent, request.GET)
    page = page_of(request, officer, viewed, talk=talk, parent=parent)
    return render(request, "knowledge/item.html", {"page": page})


def _answered(officer: Officer, viewed: Viewed, number: str) -> Comment | None:
    """The comment of this item that the officer wants to answer, if it is still there."""
    if not number:
        return None
    comment = find_comment(officer, number)
    return comment if comment is not None and comment.item_id == viewed.row.pk else None


def _talk(viewed: Viewed, parent: Comment | None, given: QueryDict) -> int:
    """The page of the comments: that of a comment, or the one that was asked for."""
    number = parent.pk if parent else number_in(given.get("comment", "")) or 0
    if number:
        return page_of_comment(viewed.item, number)
    wanted = number_in(given.get("talk", "")) or 0
    if wanted < 2 or viewed.item.comment_count <= PAGE_SIZE:
        return 1
    # There are never more pages than comments.
    return min(wanted, viewed.item.comment_count)


def _public_item(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a public item, without what officers say about it."""
    try:
        found = get_item(AnonymousUser(), pk, rows=rows_for_page())
    except Http404:
        return redirect_to_login(request.get_full_path())
    pieces = public_pieces_of(found)
    is_retired = found.status == Item.Status.RETIRED
    context = {
        "item": found,
        "pieces": pieces,
        "retired_at": retired_at(found) if is_retired else None,
    }
    return render(request, "knowledge/public.html", context)
