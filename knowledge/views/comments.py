"""Talking about an item."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.gates import officer_of
from accounts.models import Officer
from knowledge.access import find_comment, get_comment
from knowledge.models import Comment, Item
from knowledge.page import page_of, view
from knowledge.services.comments import add_comment, edit_comment, may_remove, remove_comment
from knowledge.services.errors import Refused
from knowledge.views.posting import form_token, posted_to_item


@posted_to_item
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something, or answer a comment. What is refused comes back with what was typed."""
    officer = officer_of(request)
    source = request.POST.get("source", "")
    parent = None
    try:
        parent = _parent(officer, request.POST.get("parent", ""))
        comment = add_comment(
            # By its number alone: the verb reads it under a lock, and asks there who may see it.
            item=Item(pk=pk),
            by=officer,
            source=source,
            parent=parent,
            token=form_token(request),
        )
    except Refused as refusal:
        # A 404 for those who may not see the item, which the verb has refused as well.
        viewed = view(officer, pk)
        page = page_of(request, officer, viewed, parent=parent, comment=source, error=str(refusal))
        return render(request, "knowledge/item.html", {"page": page}, status=422)
    messages.success(request, _("Your comment has been added."))
    return redirect(comment)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own comment. Raises Http404 for those of others.

    What is typed into one that was removed meanwhile comes back with the reason.
    """
    officer = officer_of(request)
    comment = get_comment(officer, pk, removed=request.method == "POST")
    if comment.author_id != officer.pk:
        raise Http404
    error = ""
    source = request.POST.get("source", comment.source)
    if request.method == "POST":
        try:
            edit_comment(comment=comment, by=officer, source=source)
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("Your comment has been changed."))
            return redirect(comment)
    context = {"comment": comment, "source": source, "error": error}
    return render(request, "knowledge/comment_edit.html", context, status=422 if error else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to take a comment away, and do it; answers to it stay."""
    officer = officer_of(request)
    comment = get_comment(officer, pk)
    if request.method != "POST":
        if not may_remove(officer, comment, comment.item):
            raise Http404
        return render(request, "knowledge/comment_remove.html", {"comment": comment})
    try:
        remove_comment(comment=comment, by=officer)
        messages.success(request, _("The comment has been removed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{comment.item.get_absolute_url()}#comments")


def _parent(officer: Officer, number: str) -> Comment | None:
    """The comment to answer. Raises Refused if it is gone, so that the answer is not lost."""
    if not number:
        return None
    parent = find_comment(officer, number)
    if parent is None:
        raise Refused(
            _("The comment you answer has been removed. Post again to comment on the item itself.")
        )
    return parent
