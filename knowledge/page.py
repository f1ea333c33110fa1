"""The page of an item, put together cheaply.

One small query brings the row's version and what rights depend on; the rule is asked of that row.
Everything else of the page is kept under the version: what the officer has put on the item, and
for plain readers the whole page, with places that each request fills (CSRF token, form token, links
of one's own comments, panels that differ between readers). So a page that is kept costs that query
and one read of the cache; the item itself is fetched only for what is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import uuid4

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator_of
from core.csrf import token_of
from core.registry import Panel, item_panels
from knowledge.access import OPEN_STATES, get_facts, is_writer
from knowledge.blind import hidden_writers
from knowledge.fragments import pieces_of
from knowledge.models import Comment, Item, Reaction, Watch
from knowledge.places import fill, place, word
from knowledge.queries import Marks, load_item, marks_of, reaction_counts, retired_at

KEEP_SECONDS = 3600
NO_MARKS = Marks(has_bookmark=False, watch_level="", reactions=(), is_coauthor=False)


class Page(NamedTuple):
    """HTML of the page: what blocks of knowledge/item.html take."""

    title: str
    trail: str
    main: str


@dataclass
class Viewed:
    """An item as one officer meets it."""

    row: Item
    marks: Marks
    is_hidden: bool
    writes: bool
    in_charge: bool
    # The page for readers without marks, which most are; None if it is not kept.
    unmarked: Page | None = None

    @cached_property
    def item(self) -> Item:
        """The item with its names, from the cache if kept; a kept page does not need it."""
        key = f"item:{self.row.pk}:{self.row.version}:row"
        found: Item | None = cache.get(key)
        if found is None:
            found = load_item(self.row.pk)
            cache.set(key, found, KEEP_SECONDS)
        return found

    @property
    def is_published(self) -> bool:
        return self.row.status == Item.Status.PUBLISHED

    @property
    def is_plain(self) -> bool:
        """Whether the officer sees what every reader sees."""
        return not (self.writes or self.in_charge) and self.is_published


def view(officer: Officer, item_id: int) -> Viewed:
    """The item and what the officer has put on it: one query if all is kept. Raises Http404."""
    row = get_facts(officer, item_id)
    is_hidden = row.pk in hidden_writers(officer)
    marks_key = f"item:{row.pk}:{row.version}:marks:{officer.pk}"
    page_key = _page_key(row, is_hidden, NO_MARKS)
    found = cache.get_many((marks_key, page_key))
    marks: Marks | None = found.get(marks_key)
    if marks is None:
        marks = marks_of(officer, row.pk)
        cache.set(marks_key, marks, KEEP_SECONDS)
    return Viewed(
        row=row,
        marks=marks,
        is_hidden=is_hidden,
        writes=row.author_id == officer.pk or marks.is_coauthor,
        in_charge=is_coordinator_of(officer, row.office_id) or is_admin(officer),
        unmarked=found.get(page_key),
    )


def page_of(
    request: HttpRequest,
    officer: Officer,
    viewed: Viewed,
    *,
    talk: int = 1,
    parent: Comment | None = None,
    comment: str = "",
    error: str = "",
) -> Page:
    """The page, ready to be shown. ``talk`` is the page of the comments, ``parent`` the one that
    is being answered; ``comment`` and ``error`` come back with a comment that was refused."""
    special = talk > 1 or parent is not None or bool(comment or error)
    if viewed.is_plain and not special:
        page = _kept_page(request, officer, viewed)
    else:
        context = _context(request, officer, viewed, talk, kept_panels=False)
        context |= {
            "csrf_token": token_of(request),
            "token": uuid4().hex,
            "parent": parent,
            "parent_name": _name_of(parent, viewed),
            "comment": comment,
            "comment_error": error,
        }
        page = _rendered(context)
    title, trail, main = page
    return Page(
        mark_safe(title),  # noqa: S308 - rendered
        mark_safe(trail),  # noqa: S308 - rendered
        _filled(main, request, officer, viewed),
    )


def _kept_page(request: HttpRequest, officer: Officer, viewed: Viewed) -> Page:
    """The page that all plain readers with the same marks share, with places."""
    if viewed.marks == NO_MARKS and viewed.unmarked is not None:
        return viewed.unmarked
    key = _page_key(viewed.row, viewed.is_hidden, viewed.marks)
    page: Page | None = cache.get(key)
    if page is None:
        context = _context(request, officer, viewed, 1, kept_panels=True)
        page = _rendered(context | {"csrf_token": place("csrf"), "token": place("token")})
        cache.set(key, page, KEEP_SECONDS)
    return page


def _rendered(context: dict[str, Any]) -> Page:
    """As plain texts, which the cache reads faster than safe ones."""
    item = context["item"]
    trail = render_to_string("knowledge/_trail.html", {"item": item})
    main = render_to_string("knowledge/_main.html", context)
    # A slice of a safe text is a plain one.
    return Page(escape(str(item))[:], trail[:], main[:])


def _page_key(row: Item, is_hidden: bool, marks: Marks) -> str:
    kept = f"item:{row.pk}:{row.version}:page:{word()}:{get_language()}"
    return f"{kept}:{int(is_hidden)}:{marks.fingerprint}"


def _filled(text: str, request: HttpRequest, officer: Officer, viewed: Viewed) -> SafeString:
    csrf, own_number = token_of(request), str(officer.pk)

    def filled(name: str, *values: str) -> str:
        match name:
            case "csrf":
                return csrf
            case "token":
                return uuid4().hex
            case "own":
                author, edit, remove = values
                return _own_links(author == own_number, viewed, edit, remove)
            case "views":
                return f"{viewed.row.view_count:,}"
            case "panels":
                return _panels_html(request, viewed, values[0], shared=False)
        raise KeyError(name)

    return fill(text, filled)


def _own_links(is_own: bool, viewed: Viewed, edit: str, remove: str) -> str:
    """What its author, and who is in charge of the item, may do with a comment; else nothing."""
    if is_own:
        return f"{edit} {remove}" if viewed.is_published else remove
    return remove if viewed.in_charge else ""


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
    may_edit = viewed.writes and item.status in OPEN_STATES
    shared = True if kept_panels else None
    counts = reaction_counts(item) if item.reaction_count else {}
    return {
        "item": item,
        "pieces": pieces_of(item, viewed.is_hidden, talk),
        "marks": marks,
        "top_panels": _panels_html(request, viewed, "top", shared=shared),
        "late_top": place("panels", "top") if kept_panels else "",
        "main_panels": _panels_html(request, viewed, "main", shared=shared),
        "side_panels": _panels_html(request, viewed, "side", shared=shared),
        "late_main": place("panels", "main") if kept_panels else "",
        "late_side": place("panels", "side") if kept_panels else "",
        "is_published": viewed.is_published,
        "reason": item.status_reason if shows_reason else "",
        "retired_at": retired_at(item) if item.status == Item.Status.RETIRED else None,
        "writes": viewed.writes,
        "may_edit": may_edit,
        "may_retire": (viewed.writes or viewed.in_charge) and viewed.is_published,
        "may_suggest": viewed.is_published and not viewed.writes and not viewed.is_hidden,
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
        # An item is there already: "new items only" would be a riddle.
        "watch_levels": [c for c in Watch.Level.choices if c[0] != Watch.Level.FIRST_POST],
    }


def _panels_html(
    request: HttpRequest, viewed: Viewed, side: str, *, shared: bool | None
) -> SafeString:
    """The panels of one side: those that all readers share, the others, or (None) all."""
    chosen = [
        panel
        for panel in sorted(item_panels, key=lambda panel: panel.order)
        if panel.place == side and (shared is None or panel.same_for_readers is shared)
    ]
    parts = [_panel_html(request, viewed.item, panel) for panel in chosen]
    return mark_safe("".join(parts))  # noqa: S308 - rendered templates


def _panel_html(request: HttpRequest, item: Item, panel: Panel) -> str:
    context: Mapping[str, Any] | None = panel.context(request, item)
    if context is None:
        return ""
    return str(render_to_string(panel.template, {"panel": context}))
