"""A notice in words, and where it leads."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from notifications.kinds import KINDS
from notifications.models import Notice


def sentence(kind: str, *, actor: str, item: str, data: dict[str, Any]) -> str:
    """The notice in the active language."""
    due = parse_datetime(str(data.get("due") or ""))
    return str(KINDS[kind].sentence) % {
        "actor": actor or _("Somebody"),
        "item": item or _("Untitled"),
        "due": date_format(localtime(due), "SHORT_DATE_FORMAT") if due else "",
        "level": data.get("level", ""),
    }


def sentence_of(notice: Notice, hidden: frozenset[int]) -> str:
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


# Kind to the names of addresses to try, the first that exists wins: the apps below offer them.
# "item", "object" and names of the notice's data are what the address takes.
PLACES: dict[str, list[tuple[str, str]]] = {
    "assigned": [("evaluation:assignment", "assignment")],
    "reminded": [("evaluation:assignment", "assignment")],
    "to_check": [("evaluation:check", "item")],
    "panel": [("evaluation:round", "round")],
    "appealed": [("evaluation:appeal", "object"), ("evaluation:round", "round")],
    "to_panel": [("evaluation:round", "round")],
    "decided": [("evaluation:round", "round")],
    "appeal_taken": [("evaluation:round", "round")],
    "appeal_decided": [("evaluation:round", "round")],
    "alerted": [("evaluation:alert", "object"), ("evaluation:alerts", "")],
    "suspended": [("evaluation:sheet", ""), ("evaluation:desk", "")],
    "certified": [("evaluation:desk", "")],
    "refreshed": [("evaluation:desk", "")],
    "retraining": [("evaluation:training", "")],
    "certificate_ends": [("evaluation:training", "")],
    "report_received": [("reports:report", "object"), ("reports:desk", "")],
    "report_fixed": [("reports:report", "object"), ("reports:desk", "")],
    "repair": [("reports:repair", "object")],
    "repair_due": [("reports:repair", "object")],
    "report_dismissed": [("reports:mine", "")],
    "report_thanked": [("reports:mine", "")],
    "redemption_asked": [("mileage:redemptions", "")],
    "redemption_decided": [("mileage:rewards", ""), ("mileage:mine", "")],
    "level": [("mileage:mine", "")],
    "adjusted": [("mileage:mine", "")],
    "proof_failed": [("admin:mileage_balance_changelist", "")],
}


def _work_of(notice: Notice) -> str:
    """Where what the notice asks for is done; empty where that is the page of the item."""
    facts = {**notice.data, "item": notice.item_id}
    for name, argument in PLACES.get(notice.kind, []):
        if argument and not facts.get(argument):
            continue
        try:
            return reverse(name, args=[facts[argument]] if argument else [])
        except NoReverseMatch:
            continue
    return ""
