"""The kinds of notice: their names, their sentences, whether mail is on from the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Wording:
    """``label`` names the kind on the preferences page; ``sentence`` takes %(actor)s, %(item)s
    and %(due)s. ``mail`` is the default."""

    label: Any
    sentence: Any
    mail: bool = False


KINDS: dict[str, Wording] = {
    "to_check": Wording(
        gettext_lazy("Knowledge to check in my offices"),
        gettext_lazy("%(actor)s submitted “%(item)s” for your check."),
        mail=True,
    ),
    "returned": Wording(
        gettext_lazy("My knowledge was returned"),
        gettext_lazy("“%(item)s” was returned to you. Please read why, and submit it again."),
        mail=True,
    ),
    "rejected": Wording(
        gettext_lazy("My knowledge was rejected"),
        gettext_lazy("“%(item)s” was not accepted. The reasons stand on its page."),
        mail=True,
    ),
    "published": Wording(
        gettext_lazy("My knowledge was published"),
        gettext_lazy("“%(item)s” has been published. Thank you for sharing it."),
    ),
    "decided": Wording(
        gettext_lazy("My knowledge was evaluated"),
        gettext_lazy("“%(item)s” has been evaluated. Score and comments stand on its page."),
        mail=True,
    ),
    "commented": Wording(
        gettext_lazy("Comments on knowledge that I wrote or watch"),
        gettext_lazy("%(actor)s commented on “%(item)s”."),
    ),
    "replied": Wording(
        gettext_lazy("Replies to my comments"),
        gettext_lazy("%(actor)s replied to your comment on “%(item)s”."),
    ),
    "revised": Wording(
        gettext_lazy("Changes of knowledge that I watch"),
        gettext_lazy("%(actor)s revised “%(item)s”."),
    ),
    "retired": Wording(
        gettext_lazy("Knowledge that I watch was retired"),
        gettext_lazy("“%(item)s” has been retired. Its page says why."),
    ),
    "assigned": Wording(
        gettext_lazy("I am asked to evaluate"),
        gettext_lazy("Please evaluate “%(item)s” by %(due)s."),
        mail=True,
    ),
    "reminded": Wording(
        gettext_lazy("Reminders of evaluations that are due"),
        gettext_lazy("Your evaluation of “%(item)s” is due on %(due)s."),
        mail=True,
    ),
    "expired": Wording(
        gettext_lazy("An evaluation of mine has expired"),
        gettext_lazy("The time for evaluating “%(item)s” is over; somebody else has been asked."),
    ),
}


def sentence(kind: str, *, actor: str, item: str, data: dict[str, Any]) -> str:
    """The notice in the active language."""
    due = parse_datetime(data.get("due") or "")
    return str(KINDS[kind].sentence) % {
        "actor": actor or _("Somebody"),
        "item": item or _("Untitled"),
        "due": date_format(due, "SHORT_DATE_FORMAT") if due else "",
    }
