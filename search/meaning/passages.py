"""Cutting an item into passages that a sentence model can hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

# The model was trained on passages of a paragraph; beyond some 500 Korean characters (300 tokens)
# a vector says little of each of its sentences and costs more than it brings.
PASSAGE_CHARACTERS = 400
# A tail shorter than this joins the passage before it.
SHORTEST_TAIL = 120
# Longer texts are found by their beginning and by words.
MOST_PASSAGES = 8
# Where a text may be cut: after a sentence's end, a line or a clause of a law.
BREAK = re.compile(r"(?<=[.?!。])\s+|\n+")
SPACES = re.compile(r"\s+")


def passages(title: str, summary: str, body: str) -> list[str]:
    """The texts to embed for an item, at most ``MOST_PASSAGES``.

    The first is title and summary; the others are pieces of the body of about
    ``PASSAGE_CHARACTERS`` characters, each under the title, which says what they speak of. An item
    without any text has none.
    """
    head = " ".join(filter(None, (_tidy(title), _tidy(summary))))
    first = [head] if head else []
    name = _tidy(title)
    pieces = (f"{name}\n{piece}" if name else piece for piece in _pieces(body))
    return [*first, *(text for text, _n in zip(pieces, range(MOST_PASSAGES - 1), strict=False))]


def _pieces(body: str) -> Iterator[str]:
    """The body in pieces cut at sentences where that is possible."""
    current = ""
    for sentence in _sentences(body):
        if current and len(current) + len(sentence) >= PASSAGE_CHARACTERS:
            yield current
            current = sentence
        else:
            current = f"{current} {sentence}".strip()
    if current:
        yield current


def _sentences(body: str) -> Iterator[str]:
    """Sentences and lines; one that is longer than a passage in pieces of its length."""
    for part in BREAK.split(body):
        sentence = _tidy(part)
        while len(sentence) > PASSAGE_CHARACTERS + SHORTEST_TAIL:
            cut = sentence.rfind(" ", 0, PASSAGE_CHARACTERS)
            cut = cut if cut > 0 else PASSAGE_CHARACTERS
            yield sentence[:cut].strip()
            sentence = sentence[cut:].strip()
        if sentence:
            yield sentence


def _tidy(text: str) -> str:
    # A NUL would end the text for the model.
    return SPACES.sub(" ", text.replace("\x00", " ")).strip()
