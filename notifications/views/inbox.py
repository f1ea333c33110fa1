"""The inbox: notices by day, opened, read, chosen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Officer
from knowledge.blind import hidden_writers
from notifications.models import Notice
from notifications.queries import get_notice, inbox_of
from notifications.services.prefer import choose_mail, wishes_of
from notifications.services.read import mark_read
from notifications.wording import KINDS, sentence

PAGE_SIZE = 30


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The notices, newest first."""
    officer = request.user
    assert isinstance(officer, Officer)
    page = Paginator(inbox_of(officer), PAGE_SIZE).get_page(request.GET.get("page"))
    hidden = hidden_writers(officer)
    lines = [_line(notice, hidden) for notice in page]
    return render(request, "notifications/inbox.html", {"page": page, "lines": lines})


@login_required
@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go to what it is about."""
    officer = request.user
    assert isinstance(officer, Officer)
    notice = get_notice(officer, pk)
    mark_read(officer=officer, notice_id=pk)
    return redirect(_target(notice))


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    officer = request.user
    assert isinstance(officer, Officer)
    mark_read(officer=officer)
    messages.success(request, _("All notices are marked as read."))
    return redirect("notifications:inbox")


@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose which notices also come by mail."""
    officer = request.user
    assert isinstance(officer, Officer)
    if request.method == "POST":
        choose_mail(officer=officer, kinds=request.POST.getlist("mail"))
        messages.success(request, _("Your choice has been saved."))
        return redirect("notifications:preferences")
    wishes = wishes_of(officer)
    kinds = [
        {"code": code, "label": wording.label, "mail": wishes[code]}
        for code, wording in KINDS.items()
    ]
    return render(
        request, "notifications/preferences.html", {"kinds": kinds, "email": officer.email}
    )


def _line(notice: Notice, hidden: frozenset[int]) -> dict[str, Any]:
    actor = notice.activity.actor
    hides = actor is None or notice.item_id in hidden
    return {
        "url": reverse("notifications:open", args=[notice.pk]),
        "text": sentence(
            notice.kind,
            actor="" if hides else str(actor),
            item=str(notice.item or ""),
            data=notice.data,
        ),
        "day": localdate(notice.created_at),
        "when": notice.created_at,
        "is_new": notice.read_at is None,
    }


def _target(notice: Notice) -> str:
    if notice.kind in {"assigned", "reminded"}:
        return reverse("evaluation:assignment", args=[notice.data["assignment"]])
    if notice.kind == "to_check" and notice.item_id:
        return reverse("evaluation:check", args=[notice.item_id])
    if notice.item is None or notice.kind == "expired":
        return reverse("notifications:inbox")
    number = notice.data.get("comment")
    # The parameter finds the page of a long discussion on which the comment stands.
    anchor = f"?comment={number}#comment-{number}" if number else ""
    return notice.item.get_absolute_url() + anchor
