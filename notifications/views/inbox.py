"""The inbox: a card for each item, with what happened to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.gates import officer_of
from core.numbers import number_in
from knowledge.access import get_item
from knowledge.blind import hidden_writers
from knowledge.following import muted_items
from knowledge.models import Watch
from knowledge.services.errors import Refused
from knowledge.services.marks import set_watch
from notifications.kinds import KINDS, SECTIONS
from notifications.models import Notice
from notifications.queries import (
    Filters,
    Topic,
    cards_of,
    events_of,
    get_notice,
    inbox_of,
    topic_of,
)
from notifications.services.read import mark_read
from notifications.unread import unread_count
from notifications.wording import sentence_of, target_of

PAGE_SIZE = 20
# The page of one item shows more of it than its card.
EVENTS_OF_ONE = 100


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The notices by item, the one with the latest event first."""
    officer = officer_of(request)
    filters = _filters(request)
    rows = inbox_of(officer, filters)
    page = Paginator(cards_of(rows), PAGE_SIZE).get_page(request.GET.get("page"))
    topics: list[Topic] = [(card["item_id"], card["topic"]) for card in page]
    most = {"most": EVENTS_OF_ONE} if filters.item_id is not None else {}
    events = events_of(rows, topics, **most) if topics else {}
    item_ids = [item_id for item_id, _topic in topics if item_id is not None]
    muted = muted_items(officer, item_ids) if item_ids else frozenset()
    hidden = hidden_writers(officer)
    cards = [
        _card(card, events[topic], hidden, muted)
        for card, topic in zip(page, topics, strict=True)
        if events[topic]
    ]
    context = {
        "page": page,
        "cards": cards,
        "filters": filters,
        "unread": unread_count(officer),
        "sections": SECTIONS.items(),
        "here": request.get_full_path(),
    }
    return render(request, "notifications/inbox.html", context)


@login_required
@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to what a notice is about; what is known of it by then is read."""
    officer = officer_of(request)
    notice = get_notice(officer, pk)
    mark_read(officer=officer, topic=topic_of(notice), up_to=notice.pk)
    return redirect(target_of(notice))


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark as read: all, or the ``item`` or ``topic`` of a card, up to what it showed."""
    officer = officer_of(request)
    item_id, topic = number_in(request.POST.get("item", "")), request.POST.get("topic", "")
    is_all = item_id is None and not topic
    mark_read(
        officer=officer,
        topic=None if is_all else (item_id, topic),
        up_to=number_in(request.POST.get("up_to", "")),
    )
    said = _("All notices are marked as read.") if is_all else _("Marked as read.")
    messages.success(request, said)
    return redirect(_back(request))


@login_required
@require_POST
def mute(request: HttpRequest) -> HttpResponse:
    """Mute the ``item`` of a card, or with ``undo`` hear of it again as usual."""
    officer = officer_of(request)
    item = get_item(officer, number_in(request.POST.get("item", "")) or 0)
    undo = "undo" in request.POST
    try:
        set_watch(item=item, by=officer, level=None if undo else Watch.Level.MUTED)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_back(request))
    if undo:
        said = _("You hear of “%(item)s” again as usual.")
    else:
        mark_read(officer=officer, topic=(item.pk, ""))
        said = _("“%(item)s” is muted. Only what you have to do about it still reaches you.")
    messages.success(request, said % {"item": item})
    return redirect(_back(request))


def _filters(request: HttpRequest) -> Filters:
    """What the address asks for; what it says wrongly is left out."""
    section = request.GET.get("kind", "")
    return Filters(
        unread=request.GET.get("show") == "unread",
        section=section if section in SECTIONS else "",
        item_id=number_in(request.GET.get("item", "")),
    )


def _card(
    card: dict[str, Any], notices: list[Notice], hidden: frozenset[int], muted: frozenset[int]
) -> dict[str, Any]:
    first = notices[0]
    item = first.item
    return {
        "item_id": card["item_id"],
        "topic": card["topic"],
        "latest": card["latest"],
        "title": str(item) if item else KINDS[first.kind].label,
        "url": reverse("notifications:open", args=[first.pk]),
        "fresh": card["fresh"],
        "count": card["events"],
        "more": card["events"] - len(notices),
        "is_muted": card["item_id"] in muted,
        "lines": [
            {
                "url": reverse("notifications:open", args=[notice.pk]),
                "text": sentence_of(notice, hidden, is_under_title=True),
                "when": notice.created_at,
                "is_new": notice.read_at is None,
                "is_duty": KINDS[notice.kind].is_duty,
            }
            for notice in notices
        ],
    }


def _back(request: HttpRequest) -> str:
    """The page of the inbox that the button stood on."""
    back = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if inside else reverse("notifications:inbox")
