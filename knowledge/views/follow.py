"""Following an author, a tag, a category or an office: a plain form that comes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import officer_of
from knowledge.following import follows_of
from knowledge.listing import Listing
from knowledge.models import Watch
from knowledge.queries import find_followed, find_tag
from knowledge.services.errors import Refused
from knowledge.services.follow import Followed, column_of, follow


@login_required
@require_POST
def follow_target(request: HttpRequest) -> HttpResponse:
    """Choose the ``level`` for the ``target`` ("category:3"), or none to end it."""
    officer = officer_of(request)
    target = find_followed(request.POST.get("target", ""))
    if target is None:
        raise Http404
    try:
        follow(by=officer, target=target, level=request.POST.get("level", ""))
        messages.success(request, _("Your choice has been saved."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("knowledge:list")
    return redirect(back)


def follow_form(request: HttpRequest, target: Followed | None) -> dict[str, Any] | None:
    """What templates/knowledge/_follow.html takes; None where there is nothing to follow."""
    officer = officer_of(request)
    if target is None or target == officer:
        return None
    column = column_of(target)
    return {
        "target": f"{column}:{target.pk}",
        "name": f"#{target}" if column == "tag" else str(target),
        "level": follows_of(officer).get((column, target.pk), ""),
        "levels": Watch.Level.choices,
        "next": request.get_full_path(),
    }


def followed_by(listing: Listing) -> Followed | None:
    """What somebody who looks at this list may want to follow: its narrowest filter."""
    tag = find_tag(listing.tag) if listing.tag else None
    return listing.author or tag or listing.office or listing.category
