"""Talking about an item."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Officer
from knowledge.access import get_comment
from knowledge.models import Comment
from knowledge.page import main_part, view
from knowledge.services.comments import add_comment, edit_comment, remove_comment
from knowledge.services.errors import Refused


@login_required
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something, or answer a comment. What is refused comes back with what was typed."""
    officer = request.user
    assert isinstance(officer, Officer)
    viewed = view(officer, pk)
    item = viewed.item
    source = request.POST.get("source", "")
    try:
        comment = add_comment(
            item=item,
            by=officer,
            source=source,
            parent=_parent(officer, request.POST.get("parent", "")),
            token=_token(request.POST.get("token", "")),
        )
    except Refused as refusal:
        main = main_part(
            request,
            officer,
            viewed,
            parent=request.POST.get("parent", ""),
            comment=source,
            error=str(refusal),
        )
        return render(request, "knowledge/item.html", {"item": item, "main": main}, status=422)
    messages.success(request, _("Your comment has been added."))
    return redirect(f"{item.get_absolute_url()}#comment-{comment.pk}")


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own comment. Raises Http404 for those of others."""
    officer = request.user
    assert isinstance(officer, Officer)
    comment = _own(officer, pk)
    error = ""
    source = request.POST.get("source", comment.source)
    if request.method == "POST":
        try:
            edit_comment(comment=comment, by=officer, source=source)
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("Your comment has been changed."))
            return redirect(f"{comment.item.get_absolute_url()}#comment-{pk}")
    context = {"comment": comment, "source": source, "error": error}
    return render(request, "knowledge/comment_edit.html", context, status=422 if error else 200)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a comment away; answers to it stay."""
    officer = request.user
    assert isinstance(officer, Officer)
    comment = get_comment(officer, pk)
    try:
        remove_comment(comment=comment, by=officer)
        messages.success(request, _("The comment has been removed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{comment.item.get_absolute_url()}#comments")


def _own(officer: Officer, comment_id: int) -> Comment:
    comment = get_comment(officer, comment_id)
    if comment.author_id != officer.pk:
        raise Http404
    return comment


def _parent(officer: Officer, number: str) -> Comment | None:
    if not number.isdecimal() or len(number) > 18:
        return None
    return get_comment(officer, int(number))


def _token(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
