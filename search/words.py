"""What the officer typed, as words to look for. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LONGEST = 200
MOST_WORDS = 8
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Query:
    """The typed text, tidied, and its words without repeats."""

    text: str
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)


def read_query(typed: str) -> Query:
    """Normalise (NFC, full-width to half-width, one space) and cut to what can be looked for.

    Nothing typed is an error: control characters go, text beyond 200 characters or eight words
    is left out.
    """
    text = unicodedata.normalize("NFKC", CONTROL.sub(" ", typed))[:LONGEST]
    words = list(dict.fromkeys(text.split()))[:MOST_WORDS]
    return Query(" ".join(words), tuple(words))


def marked(text: str, words: tuple[str, ...]) -> SafeString:
    """``text`` escaped for HTML, with the words in ``<mark>``."""
    if not words:
        return mark_safe(escape(text))  # noqa: S308 - escaped
    pattern = re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)), re.I)
    parts, at = [], 0
    for hit in pattern.finditer(text):
        parts += [escape(text[at : hit.start()]), f"<mark>{escape(hit.group())}</mark>"]
        at = hit.end()
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped
