"""Finished pieces of an item's page, kept in the cache.

A piece is kept under the item's number and ``version`` (which every change raises), the language
and whether the writers are hidden from the reader; so it needs no invalidation, and old ones
simply expire. Nothing that differs between two readers is inside: what an officer may do with
their own comments is filled in at places (knowledge/page.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from knowledge.attached import file_line
from knowledge.cards import card
from knowledge.markdown import outline
from knowledge.models import Item
from knowledge.places import place, word
from knowledge.queries import comments_of
from knowledge.threads import paged, thread

KEEP_SECONDS = 3600
# Lines show how often an item was read, which does not raise its version.
CARD_SECONDS = 300
# The item comes from ``queries.rows_for_page``.
Maker = Callable[[Item, bool], str]


def pieces_of(item: Item, is_hidden: bool, talk: int = 1) -> dict[str, SafeString]:
    """``head``, ``body`` and ``comments`` of the item's page, from one cache read if kept.

    ``talk`` is the page of the comments. The pieces have places, which knowledge/page.py fills.
    """
    name = f"comments{talk}"

    def comments(item: Item, is_hidden: bool) -> str:
        return _comments(item, is_hidden, talk)

    pieces = _kept(item, is_hidden, {"head": _head, "body": _body, name: comments})
    pieces["comments"] = pieces.pop(name)
    return {name: mark_safe(text) for name, text in pieces.items()}  # noqa: S308 - rendered


def public_pieces_of(item: Item) -> dict[str, SafeString]:
    """``head`` and ``body`` for visitors: no writers, and nothing that officers said."""
    pieces = _kept(item, True, {"public": _public_head, "body": _body})
    return {name: mark_safe(text) for name, text in pieces.items()}  # noqa: S308 - rendered


def cards_of(pairs: Iterable[tuple[int, int]], hidden: frozenset[int]) -> list[SafeString]:
    """Lines of a list (components/item_card.html) of these (number, version) pairs, in order.

    One cache read; one query if any is missing.
    """
    language = get_language()
    keys = {pk: f"item:{pk}:{version}:{language}:{int(pk in hidden)}:card" for pk, version in pairs}
    found = cache.get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in found]
    items = Item.objects.for_list().in_bulk(missing) if missing else {}
    made = {keys[pk]: _card(items[pk], hidden) for pk in missing if pk in items}
    if made:
        cache.set_many(made, CARD_SECONDS)
    lines = found | made
    return [mark_safe(lines[key]) for key in keys.values() if key in lines]  # noqa: S308


def _card(item: Item, hidden: frozenset[int]) -> str:
    context = {"item": card(item, hidden), "level": 2}
    return str(render_to_string("components/item_card.html", context))


def _kept(item: Item, is_hidden: bool, makers: dict[str, Maker]) -> dict[str, str]:
    """The pieces of these names, each from the cache or made and kept."""
    start = f"item:{item.pk}:{item.version}:{word()}:{get_language()}:{int(is_hidden)}"
    keys = {name: f"{start}:{name}" for name in makers}
    found = cache.get_many(keys.values())
    pieces = {}
    for name, make in makers.items():
        text = found.get(keys[name])
        if text is None:
            text = make(item, is_hidden)
            cache.set(keys[name], text, KEEP_SECONDS)
        pieces[name] = text
    return pieces


def _head(item: Item, is_hidden: bool) -> str:
    coauthors = [] if is_hidden else [row.officer for row in item.coauthorships.all()]
    return render_to_string(
        "knowledge/_head.html",
        {"item": item, "is_hidden": is_hidden, "coauthors": coauthors, "views": place("views")},
    )


def _public_head(item: Item, is_hidden: bool) -> str:
    return render_to_string("knowledge/_public_head.html", {"item": item})


def _body(item: Item, is_hidden: bool) -> str:
    revision = item.current_revision
    html = revision.html if revision else ""
    context: dict[str, Any] = {
        "item": item,
        "html": mark_safe(html),  # noqa: S308 - cleaned when the revision was written
        "outline": outline(html),
        "files": [file_line(**file) for file in item.files],  # type: ignore[attr-defined]
        "citations": item.cited,  # type: ignore[attr-defined]
    }
    return render_to_string("knowledge/_body.html", context)


def _comments(item: Item, is_hidden: bool, talk: int) -> str:
    pages = paged(thread(comments_of(item)))
    talk = min(max(talk, 1), len(pages))
    context = {
        "item": item,
        "threads": pages[talk - 1],
        "talk": talk,
        "pages": range(1, len(pages) + 1) if len(pages) > 1 else (),
        "writers": [item.author_id, *(row.officer_id for row in item.coauthorships.all())],
        "is_hidden": is_hidden,
        "may_reply": item.status == Item.Status.PUBLISHED,
    }
    return render_to_string("knowledge/_comments.html", context)
