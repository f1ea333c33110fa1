"""The piece of a hit that shows why it is one, with the words marked.

Read from PostgreSQL for the few items of a page, which the officer may read; the index keeps no
texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models.functions import Left
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from knowledge.markdown import text_of_html
from knowledge.models import Attachment, Comment, Item, Revision
from search.language.tokens import layers
from search.query.fields import Field
from search.query.parse import Query

LONGEST = 220  # characters
# Before the first word that is marked.
LEAD = 40
# Read of one text; what is found further behind has no piece.
MOST_READ = 200_000  # characters
SHOWN = (None, Field.TITLE, Field.TAG, Field.FILE, Field.COMMENT)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an item as HTML. ``source`` is "text", "comment" or "file"; of a file its
    number and name."""

    html: SafeString
    source: str
    attachment_id: int | None = None
    name: str = ""


def marked(text: str, query: Query) -> SafeString:
    """``text`` escaped for HTML, with what the query looks for in ``<mark>``."""
    pattern = _pattern(query)
    if pattern is None:
        return mark_safe(escape(text))  # noqa: S308 - escaped
    parts, at = [], 0
    for hit in pattern.finditer(text):
        parts += [escape(text[at : hit.start()]), f"<mark>{escape(hit.group())}</mark>"]
        at = hit.end()
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def snippets(query: Query, items: Sequence[Item]) -> dict[int, Snippet]:
    """The best piece of each item that has one, by the item's number (at most 3 queries).

    The summary is the best piece where it has every word; such items have none here. Of the
    others the text is tried first, then files, then comments.
    """
    pattern = _pattern(query)
    if pattern is None:
        return {}
    wanted = {i.pk: i for i in items if _worth(pattern, i.summary) < len(_words(query))}
    found: dict[int, Snippet] = {}
    revisions = {item.current_revision_id: pk for pk, item in wanted.items()}
    pages = Revision.objects.filter(pk__in=[*revisions]).values_list("pk", "html")
    for revision_id, html in pages if revisions else ():
        pk = revisions[revision_id]
        piece = _piece(text_of_html(html[: 2 * MOST_READ]), pattern)
        if piece and _worth(pattern, piece) > _worth(pattern, wanted[pk].summary):
            found[pk] = Snippet(marked(piece, query), "text")
    missing = [
        pk
        for pk, item in wanted.items()
        if pk not in found and not _worth(pattern, f"{item.title}\n{item.summary}")
    ]
    if missing:
        found |= _beside(query, pattern, missing)
    return found


def _beside(query: Query, pattern: re.Pattern[str], item_ids: list[int]) -> dict[int, Snippet]:
    """Pieces of comments and files."""
    found: dict[int, Snippet] = {}
    comments = Comment.objects.filter(item_id__in=item_ids, removed_at=None).order_by("-pk")
    for pk, html in comments.values_list("item_id", "html"):
        if piece := _piece(text_of_html(html), pattern):
            found[pk] = Snippet(marked(piece, query), "comment")
    files = Attachment.objects.filter(item_id__in=item_ids, is_inline=False).order_by("-pk")
    texts = files.values_list("item_id", "pk", "name", Left("text__text", MOST_READ))
    for pk, number, name, text in texts:
        if piece := _piece(f"{name}\n{text or ''}", pattern):
            found[pk] = Snippet(marked(piece, query), "file", number, name)
    return found


def _piece(text: str, pattern: re.Pattern[str]) -> str:
    """The stretch of the text with the most different words; empty where there is none."""
    text = text[:MOST_READ]
    hits = [(hit.start(), hit.group().casefold()) for hit in pattern.finditer(text)]
    best, most, first = 0, 0, 0
    for last in range(len(hits)):
        while hits[last][0] - hits[first][0] > LONGEST - LEAD:
            first += 1
        worth = len({word for _at, word in hits[first : last + 1]})
        if worth > most:
            best, most = hits[first][0], worth
    if not most:
        return ""
    start = max(0, best - LEAD)
    if start:
        # Not in the middle of a word.
        start = text.find(" ", start, best) + 1 or start
    end = min(len(text), start + LONGEST)
    piece = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}"


def _worth(pattern: re.Pattern[str], text: str) -> int:
    return len({hit.casefold() for hit in pattern.findall(text)})


def _words(query: Query) -> list[str]:
    return [one.text for one in query.clauses if not one.excluded and one.field in SHOWN]


def _pattern(query: Query) -> re.Pattern[str] | None:
    return _compiled(tuple(_words(query)))


@lru_cache(256)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """The words as typed, without their particles, and their parts; longest first."""
    forms = sorted({form for word in words for form in _forms(word)}, key=len, reverse=True)
    return re.compile("|".join(re.escape(form) for form in forms), re.IGNORECASE) if forms else None


def _forms(word: str) -> Iterable[str]:
    read = layers(word)
    yield word
    yield from read.surface
    # One character alone stands in too many words.
    yield from (part for part in read.morphemes if len(part) > 1)
