"""The page of an item, put together cheaply.

One small query brings the row's version and what rights depend on; the rule is asked of that row.
Everything else of the page is kept under the version: the item with its names, what the officer
has put on it, and for plain readers the whole main part with places that each request fills
(CSRF token, form token, links of one's own comments, panels that differ between readers).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator_of
from core.registry import Panel, item_panels
from knowledge.access import is_writer
from knowledge.blind import hidden_writers
from knowledge.fragments import own_links, pieces_of
from knowledge.matching import matches
from knowledge.models import Comment, Item, Reaction, Watch
from knowledge.places import fill, place, word
from knowledge.queries import Marks, load_item, marks_of, reaction_counts, retired_at
from knowledge.querysets import may_see

KEEP_SECONDS = 3600
EDITABLE = (Item.Status.DRAFT, Item.Status.RETURNED, Item.Status.PUBLISHED)
NO_MARKS = Marks(has_bookmark=False, watch_level="", reactions=(), is_coauthor=False)
FACTS = ("pk", "version", "status", "author_id", "office_id", "audience_id", "view_count")


@dataclass(frozen=True, slots=True)
class Row:
    """What the rule of reading asks of an item."""

    pk: int
    version: int
    status: str
    author_id: int
    office_id: int
    audience_id: int
    # Not part of the rule: it goes up without a new version.
    view_count: int


def visible_row(officer: Officer, item_id: int) -> Row:
    """The item's row if the officer may know of it (one query). Raises Http404."""
    found = Item.objects.filter(pk=item_id).values_list(*FACTS).first()
    if found is None:
        raise Http404
    row = Row(*found)
    if not matches(may_see(officer), row):
        raise Http404
    return row


@dataclass(slots=True)
class Viewed:
    """An item as one officer meets it."""

    item: Item
    marks: Marks
    is_hidden: bool
    writes: bool
    in_charge: bool
    views: int
    # The main part for readers without marks, which most are; None if it is not kept.
    unmarked_main: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the officer sees what every reader sees."""
        return not (self.writes or self.in_charge) and self.item.status == Item.Status.PUBLISHED


def view(officer: Officer, item_id: int) -> Viewed:
    """The item and what the officer has put on it: one query if all is kept. Raises Http404."""
    row = visible_row(officer, item_id)
    kept = f"item:{row.pk}:{row.version}"
    is_hidden = row.pk in hidden_writers(officer)
    keys = (
        f"{kept}:row",
        f"{kept}:marks:{officer.pk}",
        _main_key(row.pk, row.version, is_hidden, NO_MARKS),
    )
    found = cache.get_many(keys)
    item: Item | None = found.get(keys[0])
    if item is None:
        item = load_item(row.pk)
        cache.set(keys[0], item, KEEP_SECONDS)
    marks: Marks | None = found.get(keys[1])
    if marks is None:
        marks = marks_of(officer, row.pk)
        cache.set(keys[1], marks, KEEP_SECONDS)
    return Viewed(
        item=item,
        marks=marks,
        is_hidden=is_hidden,
        writes=item.author_id == officer.pk or marks.is_coauthor,
        in_charge=is_coordinator_of(officer, item.office_id) or is_admin(officer),
        views=row.view_count,
        unmarked_main=found.get(keys[2]),
    )


def main_part(
    request: HttpRequest,
    officer: Officer,
    viewed: Viewed,
    *,
    talk: int = 1,
    parent: Comment | None = None,
    comment: str = "",
    error: str = "",
) -> SafeString:
    """The main part of the page. ``talk`` is the page of the comments, ``parent`` the one that is
    being answered; ``comment`` and ``error`` come back with a comment that was refused."""
    special = talk > 1 or parent is not None or bool(comment or error)
    if viewed.is_plain and not special:
        kept = _kept_main(request, officer, viewed)
        return _filled(kept, request, officer, viewed)
    context = _context(request, officer, viewed, talk, kept_panels=False)
    context |= {
        "csrf_token": get_token(request),
        "token": uuid4().hex,
        "parent": parent,
        "parent_name": _name_of(parent, viewed),
        "comment": comment,
        "comment_error": error,
    }
    text = render_to_string("knowledge/_main.html", context)
    return _filled(text, request, officer, viewed)


def _kept_main(request: HttpRequest, officer: Officer, viewed: Viewed) -> str:
    """The main part that all plain readers with the same marks share."""
    item = viewed.item
    if viewed.marks == NO_MARKS and viewed.unmarked_main is not None:
        return viewed.unmarked_main
    key = _main_key(item.pk, item.version, viewed.is_hidden, viewed.marks)
    text: str | None = cache.get(key)
    if text is None:
        context = _context(request, officer, viewed, 1, kept_panels=True)
        context |= {"csrf_token": place("csrf"), "token": place("token")}
        text = str(render_to_string("knowledge/_main.html", context))
        cache.set(key, text, KEEP_SECONDS)
    return text


def _main_key(item_id: int, version: int, is_hidden: bool, marks: Marks) -> str:
    kept = f"item:{item_id}:{version}:main:{word()}:{get_language()}"
    return f"{kept}:{int(is_hidden)}:{marks.fingerprint}"


def _filled(text: str, request: HttpRequest, officer: Officer, viewed: Viewed) -> SafeString:
    def filled(name: str, *values: str) -> str:
        match name:
            case "csrf":
                return get_token(request)
            case "token":
                return uuid4().hex
            case "own":
                return own_links(officer, viewed.in_charge, int(values[0]), int(values[1]))
            case "views":
                return f"{viewed.views:,}"
            case "panels":
                return _panels_html(request, viewed.item, values[0], shared=False)
        raise KeyError(name)

    return fill(text, filled)


def _name_of(parent: Comment | None, viewed: Viewed) -> str:
    """Whom the officer answers; nothing where that would name a writer who is hidden."""
    if parent is None or (viewed.is_hidden and is_writer(parent.author, viewed.item)):
        return ""
    return parent.author.name


def _context(
    request: HttpRequest, officer: Officer, viewed: Viewed, talk: int, *, kept_panels: bool
) -> dict[str, Any]:
    """What templates/knowledge/_main.html takes, but for what a refused comment brings."""
    item, marks = viewed.item, viewed.marks
    shows_reason = viewed.writes or viewed.in_charge or item.status == Item.Status.RETIRED
    may_edit = viewed.writes and item.status in EDITABLE
    shared = True if kept_panels else None
    counts = reaction_counts(item) if item.reaction_count else {}
    return {
        "item": item,
        "pieces": pieces_of(item, viewed.is_hidden, talk),
        "marks": marks,
        "main_panels": _panels_html(request, item, "main", shared=shared),
        "side_panels": _panels_html(request, item, "side", shared=shared),
        "late_main": place("panels", "main") if kept_panels else "",
        "late_side": place("panels", "side") if kept_panels else "",
        "is_published": item.status == Item.Status.PUBLISHED,
        "reason": item.status_reason if shows_reason else "",
        "retired_at": retired_at(item) if item.status == Item.Status.RETIRED else None,
        "writes": viewed.writes,
        "may_edit": may_edit,
        "may_retire": (viewed.writes or viewed.in_charge) and item.status == Item.Status.PUBLISHED,
        "is_author": item.author_id == officer.pk,
        "reactions": [
            {
                "code": code,
                "label": label,
                "pressed": code in marks.reactions,
                "count": counts.get(code, 0),
            }
            for code, label in Reaction.Kind.choices
        ],
        "watch_levels": Watch.Level.choices,
    }


def _panels_html(request: HttpRequest, item: Item, side: str, *, shared: bool | None) -> SafeString:
    """The panels of one side: those that all readers share, the others, or (None) all."""
    chosen = [
        panel
        for panel in sorted(item_panels, key=lambda panel: panel.order)
        if panel.place == side and (shared is None or panel.same_for_readers is shared)
    ]
    parts = [_panel_html(request, item, panel) for panel in chosen]
    return mark_safe("".join(parts))  # noqa: S308 - rendered templates


def _panel_html(request: HttpRequest, item: Item, panel: Panel) -> str:
    context: Mapping[str, Any] | None = panel.context(request, item)
    if context is None:
        return ""
    return str(render_to_string(panel.template, {"panel": context}))
