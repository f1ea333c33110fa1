"""Links of mails that end something: by the signed word in them, signed in or not.

GET only asks: programs that look at links in mails must change nothing.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from knowledge.access import get_item
from knowledge.models import Watch
from knowledge.services.errors import Refused
from knowledge.services.marks import set_watch
from notifications.access import get_mail_officer
from notifications.kinds import KINDS
from notifications.services.prefer import stop_mail
from notifications.tokens import read_mute, read_stop


# The mail program posts "List-Unsubscribe=One-Click" and has no cookie; the token is the right.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more mail of the kinds in the token, for the officer in the token."""
    wish = read_stop(token)
    officer = get_mail_officer(wish.officer_id)
    done = request.method == "POST"
    if done:
        stop_mail(officer=officer, kinds=wish.kinds)
    with override(officer.language):
        labels = [KINDS[kind].label for kind in wish.kinds if kind in KINDS]
        context = {"officer": officer, "labels": labels, "done": done}
        return render(request, "notifications/stop.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mute_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The item in the token is muted for the officer in the token. Its title is not told here:
    the right to read it may be gone, and the mail may be in other hands."""
    wish = read_mute(token)
    officer = get_mail_officer(wish.officer_id)
    item = get_item(officer, wish.item_id)
    error = ""
    if request.method == "POST":
        try:
            set_watch(item=item, by=officer, level=Watch.Level.MUTED)
        except Refused as refusal:
            error = str(refusal)
    done = request.method == "POST" and not error
    with override(officer.language):
        context = {"officer": officer, "done": done, "error": error}
        return render(request, "notifications/mute.html", context, status=422 if error else 200)
