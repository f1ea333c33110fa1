"""A mail in words: plain text first, the same in HTML, in its officer's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import Officer
from knowledge.blind import hidden_writers
from notifications.kinds import KINDS
from notifications.models import Letter, Notice
from notifications.queries import Topic, topic_of
from notifications.tokens import mute_token, stop_token
from notifications.wording import sentence_of

# A collected mail lists so many items, and of each so many events; the rest is in the inbox.
ITEMS, EVENTS = 40, 5
LONGEST_SUBJECT = 120


def message_of(letter: Letter, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """The mail about these notices, newest first, which come with their items and activities."""
    officer = letter.officer
    with override(officer.language):
        is_collected = letter.kind == Letter.Kind.GATHERED
        groups = _groups(notices, officer, is_collected=is_collected)
        stop = _full(reverse("notifications:stop", args=[stop_token(officer.pk, _kinds(notices))]))
        context = {
            "officer": officer,
            "is_collected": is_collected,
            "groups": groups[:ITEMS],
            "more": sum(len(group["lines"]) + group["more"] for group in groups[ITEMS:]),
            "inbox_url": _full(reverse("notifications:inbox")),
            "preferences_url": _full(reverse("notifications:preferences")),
            "stop_url": stop,
        }
        message = EmailMultiAlternatives(
            subject=_subject(letter, notices, groups),
            body=render_to_string("notifications/mail.txt", context),
            to=[officer.email],
            headers={
                "Message-ID": f"<ckp-{letter.pk}@{urlsplit(settings.SITE_URL).hostname}>",
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        html = render_to_string("notifications/mail.html", context)
        message.attach_alternative(html, "text/html")
    return message


def _groups(
    notices: Sequence[Notice], officer: Officer, *, is_collected: bool
) -> list[dict[str, Any]]:
    """The notices by what they are about: ``title``, ``lines``, ``more``, ``mute_url``."""
    hidden = hidden_writers(officer)
    topics: dict[Topic, list[Notice]] = {}
    for notice in notices:
        topics.setdefault(topic_of(notice), []).append(notice)
    # One notice alone says it whole; more of them stand under the title of their item.
    has_title = is_collected or len(notices) > 1
    return [
        {
            "title": str(found[0].item or KINDS[found[0].kind].label),
            "lines": [_line(notice, hidden, has_title=has_title) for notice in found[:EVENTS]],
            "more": max(0, len(found) - EVENTS),
            "mute_url": _mute_url(officer, found),
        }
        for found in topics.values()
    ]


def _line(notice: Notice, hidden: frozenset[int], *, has_title: bool) -> dict[str, Any]:
    return {
        "text": sentence_of(notice, hidden, is_under_title=has_title),
        "url": _full(reverse("notifications:open", args=[notice.pk])),
        "when": notice.created_at,
    }


def _mute_url(officer: Officer, notices: Sequence[Notice]) -> str:
    """Where the item can be muted; nothing where that would change nothing."""
    item_id = notices[0].item_id
    if item_id is None or all(KINDS[notice.kind].is_duty for notice in notices):
        return ""
    return _full(reverse("notifications:mute_by_mail", args=[mute_token(officer.pk, item_id)]))


def _subject(letter: Letter, notices: Sequence[Notice], groups: Sequence[dict[str, Any]]) -> str:
    """One line, without breaks: titles are what people typed."""
    if letter.kind == Letter.Kind.GATHERED:
        said = ngettext("%(number)d notice for you", "%(number)d notices for you", len(notices))
        said %= {"number": len(notices)}
    elif len(notices) > 1:
        said = ngettext(
            "%(number)d notice about “%(item)s”",
            "%(number)d notices about “%(item)s”",
            len(notices),
        ) % {"number": len(notices), "item": groups[0]["title"]}
    else:
        said = groups[0]["lines"][0]["text"]
    words = " ".join(said.split())
    short = words if len(words) <= LONGEST_SUBJECT else f"{words[: LONGEST_SUBJECT - 1]}…"
    return _("[CKP] %(sentence)s") % {"sentence": short}


def _kinds(notices: Sequence[Notice]) -> list[str]:
    return sorted({notice.kind for notice in notices})


def _full(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
