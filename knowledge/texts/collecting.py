"""The text of a file as it comes in, tidy and bounded."""

from __future__ import annotations

import re
import time
import unicodedata

from knowledge.texts.limits import MOST_CHARACTERS, SOFT_CPU_SECONDS

# What neither PostgreSQL nor a reader has a use for: controls, lone surrogates, characters that
# exist in one font only, and those that are none.
NOISE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffd-\uffff\ud800-\uf8ff]")
SOFT_HYPHEN = "\u00ad"
SPACES = re.compile(r"[^\S\n]+")
LINES = re.compile(r" ?\n[ \n]*\n ?| ?\n ?")


class Full(Exception):
    """Enough: the text is as long, or took as long, as is kept."""


class Collected:
    """Pieces of text, in order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._begun = time.process_time()

    def add(self, piece: str) -> None:
        """Take a piece. Raises Full when there is no room for another."""
        self._pieces.append(piece)
        self._length += len(piece)
        # Counted before spaces are tidied: no more than twice what is kept is held.
        if self._length > 2 * MOST_CHARACTERS:
            raise Full

    def check_time(self) -> None:
        """Now and then asked by readers. Raises Full when one has worked long enough."""
        if time.process_time() - self._begun > SOFT_CPU_SECONDS:
            raise Full

    def text(self) -> str:
        """All of it, tidied."""
        return tidied("".join(self._pieces))


def tidied(text: str) -> str:
    """Composed Hangul, plain spaces, no noise, at most one empty line in a row."""
    text = NOISE.sub(" ", text.replace(SOFT_HYPHEN, "").replace("\r\n", "\n").replace("\r", "\n"))
    text = SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return LINES.sub(_line, text).strip()


def _line(found: re.Match[str]) -> str:
    return "\n\n" if found.group().count("\n") > 1 else "\n"
