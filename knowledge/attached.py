"""How a file of an item is shown: its name, where it leads, and what search cannot see of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge.models import FileText, Item
from knowledge.texts.outcome import Reason

# What a writer can mend comes with how. A picture, and a file that says nothing, need no words.
NOTES: dict[str, Any] = {
    Reason.CUT: _("Very long: only the first part of its text can be searched."),
    Reason.PARTLY: _("Damaged: only part of its text can be searched."),
    Reason.SCANNED: _("Scanned pages without text: they cannot be searched."),
    Reason.UNKNOWN: _("The text of this type of file cannot be searched."),
    Reason.LOCKED: _("Locked with a password: its text cannot be searched."),
    Reason.DAMAGED: _("Damaged: its text cannot be searched."),
    Reason.TOO_LARGE: _("Too large: its text cannot be searched."),
    Reason.HOSTILE: _("Built in a way that is not safe to read: its text cannot be searched."),
    Reason.SLOW: _("Takes too long to read: its text cannot be searched."),
    Reason.BREAKS: _("Cannot be read without errors: its text cannot be searched."),
    Reason.MISSING: _("The file is missing. Tell an administrator."),
}


def note_of(reason: str | None) -> str:
    """What a reader is told about the text of a file; nothing where all of it is found."""
    return str(NOTES.get(reason or "", ""))


# What a line is made of; the columns of a query, too.
COLUMNS = {
    "pk": "pk",
    "name": "name",
    "size": "size",
    "state": "text__state",
    "reason": "text__reason",
}


def file_line(
    *, pk: int, name: str, size: int, state: str | None, reason: str | None
) -> dict[str, Any]:
    """A line of components/file_list.html."""
    is_read = state == FileText.State.READ
    return {
        "id": pk,
        "name": name,
        "url": reverse("knowledge:attachment", args=[pk]),
        "text_url": reverse("knowledge:attachment_text", args=[pk]) if is_read else "",
        "size": size,
        "note": note_of(reason),
    }


def lines_of(item: Item) -> list[dict[str, Any]]:
    """The files of an item, without pictures that are in the text (one query)."""
    rows = item.attachments.filter(is_inline=False).order_by("pk")
    names = list(COLUMNS)
    return [
        file_line(**dict(zip(names, row, strict=True)))
        for row in rows.values_list(*COLUMNS.values())
    ]
