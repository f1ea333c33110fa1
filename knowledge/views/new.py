"""Beginning an item: choose a shape, get a draft."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.gates import officer_of
from knowledge.services.drafts import create_draft
from knowledge.services.errors import Refused
from knowledge.services.fields import ItemFields
from knowledge.shapes import CARDS, SHAPES
from knowledge.views.posting import form_token


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The shapes as cards. POST of ``shape`` creates the draft and opens its form.

    ``title``, ``summary`` and ``source`` may come along: a text whose draft is gone is kept so.
    """
    if request.method == "POST":
        return _create(request)
    return render(request, "knowledge/new.html", {"shapes": SHAPES, "token": uuid4().hex})


def _create(request: HttpRequest) -> HttpResponse:
    post = request.POST
    card = CARDS.get(post.get("shape", ""), SHAPES[0])
    language = "ko" if (get_language() or "ko").startswith("ko") else "en"
    fields = ItemFields(
        title=post.get("title", ""),
        summary=post.get("summary", ""),
        source=post.get("source") or card.skeleton(language),
        language=language,
        shape=card.code,
    )
    try:
        item = create_draft(by=officer_of(request), fields=fields, token=form_token(request))
    except Refused as refused:
        messages.error(request, str(refused))
        if post.get("source"):
            context = {"data": post, "token": uuid4().hex}
            return render(request, "knowledge/gone.html", context, status=422)
        return redirect("knowledge:new")
    if post.get("source"):
        messages.success(request, _("Your text is kept as a new draft."))
    return redirect("knowledge:edit", pk=item.pk)
