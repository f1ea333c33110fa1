"""Officers who are called by name in a text: @username or @name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Officer
from accounts.queries import find_officers
from knowledge.markdown import mentioned_words, render

# More in one text is no longer talking to somebody.
MOST = 20
# A name and what Korean hangs on it: 홍길동님께, hong에게. And the full stop of a sentence.
PLAIN = re.compile(r"[.+-]+\Z")
LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]*")
ENDINGS = re.compile(
    r"(?:님|씨)?(?:께서는|께서|에게서|에게|한테|이랑|랑|께|은|는|이|가|을|를|과|와|도|의|만|님|씨)\Z"
)


@dataclass(frozen=True, slots=True)
class Called:
    """The HTML of a text with links to those it calls, and their numbers in order."""

    html: str
    officer_ids: list[int]


def render_with_mentions(source: str) -> Called:
    """Render a text; two queries if somebody may be called in it, none otherwise.

    A word that stands for nobody, for several or for somebody who has left stays a word.
    """
    words = mentioned_words(source)[:MOST] if "@" in source else []
    if not words:
        return Called(render(source), [])
    readings = {word: _readings(word) for word in words}
    known = find_officers(part for parts in readings.values() for part in parts).officers
    links: dict[str, tuple[str, str]] = {}
    called: dict[int, None] = {}
    for word, parts in readings.items():
        part = next((p for p in parts if p in known and known[p].is_active), None)
        if part is not None:
            links[word] = (address_of(known[part]), word)
            called[known[part].pk] = None
    return Called(render(source, links), list(called))


def address_of(officer: Officer) -> str:
    """Where a mention leads."""
    return reverse("knowledge:officer", args=[officer.pk])


def without_names(html: str, officer_ids: list[int], instead: str) -> str:
    """The HTML of a comment with the links to these officers replaced by a word.

    For readers who must not learn who wrote an item.
    """
    for officer_id in officer_ids:
        address = re.escape(reverse("knowledge:officer", args=[officer_id]))
        html = re.sub(rf'<a href="{address}"[^>]*>.*?</a>', instead, html)
    return html


def _readings(word: str) -> list[str]:
    """What a word may mean, the likeliest first."""
    plain = PLAIN.sub("", word)
    readings = [word, plain, ENDINGS.sub("", plain), ENDINGS.sub("", ENDINGS.sub("", plain))]
    if latin := LATIN.match(plain):
        readings.append(PLAIN.sub("", latin[0]))
    return [reading for reading in dict.fromkeys(readings) if reading]
