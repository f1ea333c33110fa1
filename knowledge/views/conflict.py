"""The page on which two versions of one text become one again.

It answers a save that would otherwise lose something: what somebody else saved meanwhile, or what
the officer typed in another window. It is the form again, with both texts beside each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.gates import officer_of
from knowledge.access import STANDING
from knowledge.attached import lines_of
from knowledge.desk import (
    TYPED,
    copy_of,
    posted_data,
    revision_of,
)
from knowledge.diff import diff_rows
from knowledge.forms import ItemForm, has_marks
from knowledge.merging import merge_texts
from knowledge.models import Item, WorkingCopy
from knowledge.services.drafts import save_working_copy
from knowledge.services.errors import EditConflict, Refused


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions, as the page shows it."""

    title: str
    summary: str
    source: str
    label: str
    saved_at: datetime | None = None


def conflict_with_revision(
    request: HttpRequest, item: Item, form: ItemForm, conflict: EditConflict
) -> HttpResponse:
    """Somebody else saved meanwhile. The form that follows begins from their revision."""
    officer = officer_of(request)
    typed = posted_data(request.POST.dict())
    theirs = conflict.theirs
    label = _("Saved by %(name)s") % {"name": theirs.editor}
    values = {**typed, "source": conflict.merged, "base": str(theirs.pk)}
    version = request.POST.get("version", "")
    try:
        # Whoever leaves the page now finds the own text when opening the form again.
        copy = save_working_copy(
            item=item,
            by=officer,
            data=dict(typed),
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            base=conflict.base,
        )
        values["version"] = str(copy.version)
    except Refused:
        current = copy_of(item, officer)
        values["version"] = str(current.version if current else 0)
    side = Side(theirs.title, theirs.summary, theirs.source, label, theirs.created_at)
    return _page(request, item, form, values, side)


def conflict_with_window(
    request: HttpRequest, item: Item, form: ItemForm, copy: WorkingCopy
) -> HttpResponse:
    """The officer typed in another window too. The form that follows stands for both."""
    officer = officer_of(request)
    typed = posted_data(request.POST.dict())
    other = {name: str(copy.data.get(name, "")) for name in TYPED}
    base = revision_of(item, typed.get("base", ""))
    merged = merge_texts(
        base.source if base else "",
        other["source"],
        typed.get("source", ""),
        whose=_("typed in the other window"),
    )
    values = {**typed, "source": merged.text, "version": str(copy.version)}
    try:
        # Both texts are safe from here on, also if nothing is done with the page.
        kept = save_working_copy(
            item=item, by=officer, data={**typed, "source": merged.text}, version=copy.version
        )
    except Refused as refused:
        form.add_error(None, str(refused))
    else:
        values["version"] = str(kept.version)
    side = Side(
        other["title"],
        other["summary"],
        other["source"],
        _("Your text in another window"),
        copy.saved_at,
    )
    return _page(request, item, form, values, side)


def _page(
    request: HttpRequest, item: Item, form: ItemForm, values: Mapping[str, str], theirs: Side
) -> HttpResponse:
    typed = posted_data(request.POST.dict())
    mine = Side(
        typed.get("title", ""), typed.get("summary", ""), typed.get("source", ""), _("Your text")
    )
    merged = ItemForm(initial=values, officer=form.officer, item=item)
    context: dict[str, Any] = {
        "item": item,
        "form": merged,
        "theirs": theirs,
        "mine": mine,
        "has_marks": has_marks(values["source"]),
        "rows": diff_rows(theirs.source, mine.source),
        "files": lines_of(item),
        "is_published": item.status in STANDING,
        "file_limit": settings.ATTACHMENT_MAX_BYTES,
        "submits": "submit" in request.POST,
    }
    return render(request, "knowledge/conflict.html", context, status=409)
