"""Keeping the index of this machine up to date.

The cursor is committed with the documents, so a follower that was killed goes on where its last
commit ended; applying a change twice reads the same row twice. Rows that are committed are
applied at once; the cursor goes past them only when nothing can appear before them any more.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from django.db import DatabaseError, connection

from core.services.changed import KEPT
from search.index import feed, store
from search.index.damage import is_damage
from search.index.rebuild import rebuild
from search.index.writer import Cursor, Writer, read_meta
from search.words_in_force import refresh

logger = logging.getLogger(__name__)

# Commits come this many seconds apart at least; each costs a segment.
BETWEEN_COMMITS = 1.0
# Without changes the index says this often that it is up to date.
KEEP_ALIVE = 3_600.0
# Older ones may have missed changes that were pruned; an hour for clocks that differ.
TOO_OLD = KEPT.total_seconds() - 3_600.0
# Changes applied before the cursor may pass them; beyond, a transaction that runs for hours
# holds the index back.
MOST_AHEAD = 20_000
RETRY_SECONDS = 2.0


class Follower:
    """Applies changes to the generation in use, and makes a new one where that is no copy of
    this database."""

    def __init__(self) -> None:
        self._writer: Writer | None = None
        self.cursor = Cursor(0, 0)
        self._ahead: set[Cursor] = set()
        self._committed = 0.0

    def run(self, stop: threading.Event) -> None:
        """Follow until told to stop. Survives restarts of the database, and a damaged index."""
        while not stop.is_set():
            try:
                feed.listen()
                while not stop.is_set():
                    self.step()
                    store.say_alive()
                    feed.wait(BETWEEN_COMMITS)
                    pause = self._committed + BETWEEN_COMMITS - time.monotonic()
                    if pause > 0:
                        stop.wait(pause)
            except DatabaseError as error:
                logger.warning("The database is away, search waits for it: %s", error)
                connection.close()
                stop.wait(RETRY_SECONDS)

    def step(self) -> int:
        """Apply what has changed and commit; the number of changes.

        Raises DatabaseError.
        """
        refresh()  # the user words in force
        writer = self._open()
        try:
            return self._apply(writer)
        except BaseException as error:
            if not is_damage(error):
                raise
            logger.error("The search index is damaged and is made anew: %s", error)
            self.let_go()
            store.report_broken(writer.folder)
            return 0

    def let_go(self) -> None:
        """Forget the open generation; the next step opens the one in use then."""
        self._writer = None
        self._ahead.clear()

    def _apply(self, writer: Writer) -> int:
        cursor, ahead, applied = self.cursor, set(self._ahead), 0
        place, is_safe_so_far = cursor, True
        while batch := feed.changes_after(place):
            place = batch[-1].cursor
            fresh = []
            for change in batch:
                is_safe_so_far = is_safe_so_far and change.is_safe
                if change.cursor not in ahead and (is_safe_so_far or len(ahead) < MOST_AHEAD):
                    fresh.append(change)
                    ahead.add(change.cursor)
                if is_safe_so_far:
                    cursor = change.cursor
                    ahead.discard(change.cursor)
            for kind, ids, documents in feed.encoded(fresh):
                writer.put(kind, ids, documents)
            applied += len(fresh)
            if len(batch) < feed.BATCH or not is_safe_so_far:
                break
        self.cursor, self._ahead = cursor, ahead
        if applied or time.monotonic() - self._committed > KEEP_ALIVE:
            writer.commit(cursor)
            self._committed = time.monotonic()
        return applied

    def _open(self) -> Writer:
        """The writer of the generation in use."""
        folder = store.current()
        writer = self._writer
        if writer is not None and writer.folder == folder and not store.is_broken(writer.folder):
            return writer
        self.let_go()
        if folder is None or store.is_broken(folder) or not self._take_up(folder):
            rebuild(progress=lambda _done: store.say_alive())
            folder = store.current()
            if folder is None or not self._take_up(folder):
                raise RuntimeError("A new search index cannot be opened.")
        assert self._writer is not None
        return self._writer

    def _take_up(self, folder: Path) -> bool:
        """Go on with a generation; False if it is damaged, too old, or no copy of this."""
        mark = feed.mark()
        try:
            writer = Writer(folder, mark)
            meta = read_meta(writer.index)
        except BaseException as error:
            if not is_damage(error):
                raise
            logger.error("The search index in %s cannot be opened: %s", folder, error)
            return False
        if meta is None or meta.mark != mark or time.time() - meta.seen > TOO_OLD:
            return False
        if meta.cursor > feed.cursor_now():
            logger.error("The search index is ahead of the database, which was put back.")
            return False
        self._writer, self.cursor = writer, meta.cursor
        self._committed = time.monotonic() - BETWEEN_COMMITS
        return True
