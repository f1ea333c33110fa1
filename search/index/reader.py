"""The open index of this process: one searcher, renewed when the follower has committed."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from tantivy import Index, Searcher

from search.index import store
from search.index.damage import is_damage
from search.index.schema import open_index

logger = logging.getLogger(__name__)


class NotReady(Exception):
    """There is no index yet, or none that can be read: it is being made."""


@dataclass(slots=True)
class _Open:
    folder: Path
    index: Index
    searcher: Searcher
    # The file that a commit replaces, as it was when the searcher was made.
    stamp: tuple[int, int]


_lock = threading.Lock()
_open: list[_Open] = []


def searcher() -> Searcher:
    """A searcher over what was committed last. Costs two looks at the file system.

    While a new generation cannot be opened the one before it goes on answering. Raises NotReady
    where there is none at all.
    """
    held = _open[0] if _open else None
    folder = store.current()
    if folder is None:
        if held is None:
            raise NotReady
        return held.searcher
    stamp = _stamp(folder)
    if held is None or held.folder != folder or held.stamp != stamp:
        held = _renew(folder, stamp, held)
    return held.searcher


def forget() -> None:
    """Let go of the open index: for tests."""
    with _lock:
        _open.clear()


def _renew(folder: Path, stamp: tuple[int, int], held: _Open | None) -> _Open:
    with _lock:
        now = _open[0] if _open else None
        if now is not None and now is not held and (now.folder, now.stamp) == (folder, stamp):
            return now  # another thread was faster
        try:
            if now is not None and now.folder == folder:
                index = now.index
                index.reload()
            else:
                index = open_index(folder)
            fresh = _Open(folder, index, index.searcher(), stamp)
        except BaseException as error:
            if not is_damage(error):
                raise
            logger.error("The search index in %s cannot be read: %s", folder, error)
            store.report_broken(folder)
            if now is None:
                raise NotReady from error
            # Not asked again before the next commit.
            fresh = _Open(folder, now.index, now.searcher, stamp)
        _open[:] = [fresh]
        return fresh


def _stamp(folder: Path) -> tuple[int, int]:
    try:
        found = (folder / "meta.json").stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_ino)
