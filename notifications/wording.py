"""A notice in words, and where it leads."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from notifications.kinds import KINDS
from notifications.models import Notice


def sentence(
    kind: str, *, actor: str, item: str, data: dict[str, Any], is_under_title: bool = False
) -> str:
    """The notice in the active language; ``is_under_title`` where the item is named above it."""
    wording = KINDS[kind]
    said = (is_under_title and wording.short) or wording.sentence
    return str(said) % {
        "actor": actor or _("Somebody"),
        "item": item or _("Untitled"),
        "due": _day(str(data.get("due") or data.get("until") or "")),
        "level": data.get("name_ko" if _is_korean() else "name_en", ""),
    }


def _day(text: str) -> str:
    """A moment or a day of an activity, as the day in Seoul."""
    moment = parse_datetime(text)
    if moment is None:
        return ""
    return date_format(localtime(moment) if is_aware(moment) else moment, "SHORT_DATE_FORMAT")


def _is_korean() -> bool:
    return (get_language() or "ko").startswith("ko")


def sentence_of(notice: Notice, hidden: frozenset[int], *, is_under_title: bool = False) -> str:
    """The same of a notice with its activity's actor and item.

    ``hidden`` are the items whose writers the reader must not learn: nobody is named there.
    """
    actor = notice.activity.actor
    names_nobody = actor is None or notice.item_id in hidden
    return sentence(
        notice.kind,
        actor="" if names_nobody else str(actor),
        item=str(notice.item or ""),
        data=notice.data,
        is_under_title=is_under_title,
    )


def target_of(notice: Notice) -> str:
    """The address that a notice leads to; the inbox where there is none."""
    if address := _work_of(notice):
        return address
    if notice.item is None or notice.kind == "expired":
        return reverse("notifications:inbox")
    number = notice.data.get("comment")
    # The parameter finds the page of a long discussion on which the comment stands.
    anchor = f"?comment={number}#comment-{number}" if number else ""
    return notice.item.get_absolute_url() + anchor


# Where what a kind of notice asks for is done: the name of an address, and what it takes of the
# notice ("object" is the number of what the activity is about).
PLACES: dict[str, tuple[str, str]] = {
    "assigned": ("evaluation:assignment", "assignment"),
    "reminded": ("evaluation:assignment", "assignment"),
    "to_check": ("evaluation:check", "item"),
    "panel": ("evaluation:round", "round"),
    "appealed": ("evaluation:round", "round"),
    # To the page that the officer has of a report: as reporter, writer or coordinator.
    "report_received": ("reports:report", "object"),
    "report_fixed": ("reports:report", "object"),
    "repair_overdue": ("reports:report", "object"),
    "repair": ("reports:report", "object"),
    "report_accepted": ("reports:report", "object"),
    "report_verified": ("reports:report", "object"),
    "report_thanked": ("reports:report", "object"),
    "report_dismissed": ("reports:report", "object"),
    "report_mended": ("reports:report", "object"),
    "suggested": ("knowledge:suggestion", "object"),
    "suggestion_accepted": ("knowledge:suggestion", "object"),
    "suggestion_declined": ("knowledge:suggestion", "object"),
    "suspended": ("evaluation:desk", ""),
    "certified": ("evaluation:desk", ""),
    "refreshed": ("evaluation:desk", ""),
    "level": ("mileage:mine", ""),
    "level_ended": ("mileage:mine", ""),
    "points_expired": ("mileage:mine", ""),
    "adjusted": ("mileage:mine", ""),
    "redemption_decided": ("mileage:mine", ""),
    "adjustment_asked": ("mileage:adjustment", "object"),
    "reuse_asked": ("mileage:reuses", ""),
    "proof_failed": ("admin:mileage_balance_changelist", ""),
}


def _work_of(notice: Notice) -> str:
    """The address of ``PLACES``; empty where the page of the item is the place."""
    name, argument = PLACES.get(notice.kind, ("", ""))
    value = {**notice.data, "item": notice.item_id}.get(argument)
    if not name or (argument and value is None):
        return ""
    return reverse(name, args=[value] if argument else [])
