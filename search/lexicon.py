"""The words of the index in this process, for what mends queries.

Reading them takes one or two seconds, so they are read aside, when a query first needs them, and
anew after a while. They know the words of items that an officer may not read: whatever is made
of them is shown only after it was counted for that officer (``mending``).
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from search.index.damage import is_damage
from search.index.reader import NotReady, searcher
from search.language.spelling import Lexicon

logger = logging.getLogger(__name__)

FIELDS = ("text_surface", "text_morphemes")
# The most frequent of so many words are kept, about 200 bytes each.
MOST_WORDS = 150_000
RENEWED_AFTER_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class _Held:
    """``read`` is of time.monotonic; ``documents`` how many the index had."""

    lexicon: Lexicon
    read: float
    documents: int


_held: list[_Held] = []
_reading = threading.Lock()


def lexicon(*, wait: bool = False) -> Lexicon | None:
    """The words as last read; None where none have been read yet. Has them read when they are
    old; with ``wait`` it is done when this returns."""
    held = _held[0] if _held else None
    is_old = held is None or time.monotonic() > held.read + RENEWED_AFTER_SECONDS
    if is_old or wait:
        if wait:
            with _reading:
                _read()
        elif not _reading.locked():
            threading.Thread(target=_read_aside, name="lexicon", daemon=True).start()
    return _held[0].lexicon if _held else None


def forget() -> None:
    """Begin like a process that has just started; for tests."""
    _held.clear()


def _read_aside() -> None:
    if not _reading.acquire(blocking=False):
        return
    try:
        _read()
    except NotReady:
        logger.info("There is no index yet to read words from.")
    finally:
        _reading.release()


def _read() -> None:
    """Read the words, if the index has changed since. Raises NotReady."""
    reader = searcher()
    held = _held[0] if _held else None
    if held and held.documents == reader.num_docs:
        _held[:] = [_Held(held.lexicon, time.monotonic(), held.documents)]
        return
    words: dict[str, int] = {}
    try:
        for field in FIELDS:
            for word, count in reader.terms_with_prefix(field, "", limit=MOST_WORDS):
                words[word] = max(count, words.get(word, 0))
    except BaseException as error:
        if not is_damage(error):
            raise
        raise NotReady from error
    frequent = sorted(words.items(), key=lambda entry: -entry[1])[:MOST_WORDS]
    _held[:] = [_Held(Lexicon(frequent), time.monotonic(), reader.num_docs)]
