"""Choosing what one is told, how and when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts.gates import officer_of
from accounts.models import Officer
from accounts.services.language import choose_language
from accounts.views.profile import keep_language
from notifications.kinds import KINDS, SECTIONS, kinds_of
from notifications.models import Delivery, DigestTime
from notifications.services.prefer import (
    Choice,
    choices_of,
    choose,
    choose_digest_time,
    digest_time_of,
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """GET shows how each kind comes; POST keeps what is chosen."""
    officer = officer_of(request)
    if request.method == "POST":
        return _save(request, officer)
    chosen = choices_of(officer)
    sections = [
        {
            "code": section,
            "label": label,
            "kinds": [
                {
                    "code": code,
                    "label": KINDS[code].label,
                    "is_duty": KINDS[code].is_duty,
                    "in_inbox": chosen[code].in_inbox,
                    "delivery": chosen[code].delivery,
                }
                for code in kinds_of(section)
                if KINDS[code].concerns(officer)
            ],
        }
        for section, label in SECTIONS.items()
    ]
    context = {
        "sections": [section for section in sections if section["kinds"]],
        "deliveries": Delivery.choices,
        "time": digest_time_of(officer),
        "rhythms": DigestTime.Every.choices,
        "weekdays": list(WEEKDAYS.items()),
        "hours": range(24),
        "languages": Officer.Language.choices,
        "officer": officer,
    }
    return render(request, "notifications/preferences.html", context)


def _save(request: HttpRequest, officer: Officer) -> HttpResponse:
    answer = redirect("notifications:preferences")
    posted = request.POST
    language = posted.get("language", officer.language)
    try:
        choose(officer=officer, choices=_choices(posted))
        choose_digest_time(officer=officer, **_time(posted))
        if language != officer.language:
            choose_language(officer=officer, language=language)
            keep_language(answer, language)
    except ValueError:
        messages.error(request, _("Choose from what the page offers, then save again."))
        return answer
    with override(officer.language):
        messages.success(request, _("Your choice has been saved."))
    return answer


def _choices(posted: QueryDict) -> dict[str, Choice]:
    """What the form says of each kind that stands in it."""
    in_inbox = set(posted.getlist("inbox"))
    return {
        kind: Choice(kind in in_inbox, posted.get(f"mail-{kind}", ""))
        for kind in KINDS
        if f"mail-{kind}" in posted
    }


def _time(posted: QueryDict) -> dict[str, Any]:
    """When the digest comes. Raises ValueError."""
    return {
        "every": posted.get("every", DigestTime.Every.DAY),
        "weekday": int(posted.get("weekday", "0")),
        "hour": int(posted.get("hour", "8")),
    }
