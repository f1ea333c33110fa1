"""The meaning of what an officer asks, worked out beside the search by words.

Usage::

    asked = ask(text)                 # starts, returns at once
    ...                               # search by words
    near = asked.near(among=...)      # waits a little, [] where there is nothing or it is late

The model works in a thread of its own, one question at a time, and gives the interpreter to others
while it does. What comes too late is kept for the next time the same is asked: the next page, a
filter, a colleague.
"""

from __future__ import annotations

import hashlib
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError

from knowledge.querysets import ItemQuerySet
from search.index import weights
from search.meaning import store
from search.meaning.fuse import least_likeness
from search.meaning.model import LONGEST_QUERY, Unavailable, embed_queries
from search.meaning.store import Near

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

# What meaning may add to an answer, less than the 40 ms that it is allowed: the rest is for the
# database.
WAIT_SECONDS = 0.030
KEEP_SECONDS = 86_400
# Questions that wait for the model in one process; who comes later goes by words.
MOST_WAITING = 2


@dataclass(slots=True)
class Asked:
    """A question whose vector is known, on its way or not to be had."""

    _least: float = 1.0
    _vector: NDArray[np.float16] | None = None
    _coming: Future[NDArray[np.float16]] | None = None

    def near(
        self,
        *,
        among: ItemQuerySet,
        limit: int = weights.FUSION_DEPTH,
        wait_seconds: float = WAIT_SECONDS,
    ) -> list[Near]:
        """Items of ``among`` whose meaning fits, nearest first, at most ``limit``.

        ``among`` must carry the officer's rights (``visible_to``). [] where the vector does not
        come within ``wait_seconds``, where there is no model or no pgvector, or where nothing is
        as like as ``least_likeness`` wants. At most one query.
        """
        vector = self._take(wait_seconds)
        if vector is None:
            return []
        try:
            found = store.nearest(vector, among=among, limit=limit)
        except DatabaseError:
            # The extension was taken away a moment ago: words answer.
            logger.warning("Vectors could not be searched", exc_info=True)
            return []
        return [near for near in found if near.likeness >= self._least]

    def _take(self, wait_seconds: float) -> NDArray[np.float16] | None:
        if self._coming is not None:
            try:
                self._vector = self._coming.result(timeout=wait_seconds)
            except (TooLate, Unavailable):
                return None
        return self._vector


def ask(text: str) -> Asked:
    """Start to work out what ``text`` means; returns at once (one read of the cache)."""
    question = " ".join(text.split())[:LONGEST_QUERY]
    if not question or not settings.SEARCH_MEANING or not store.is_ready():
        return Asked()
    key, least = _key(question), least_likeness(question)
    kept: bytes | None = cache.get(key)
    if kept is not None:
        return Asked(least, _vector=_read(kept))
    return Asked(least, _coming=_pool.submit(question, key))


class _Pool:
    """One thread a process, made when it is first needed, so after the server's forks."""

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None
        self._waiting: set[Future[Any]] = set()

    def submit(self, question: str, key: str) -> Future[NDArray[np.float16]] | None:
        """A vector that is coming; None where too many wait already."""
        if len(self._waiting) >= MOST_WAITING:
            return None
        if self._threads is None:
            self._threads = ThreadPoolExecutor(1, thread_name_prefix="meaning")
        coming = self._threads.submit(_work_out, question, key)
        self._waiting.add(coming)
        coming.add_done_callback(self._waiting.discard)
        return coming


_pool = _Pool()


def _work_out(question: str, key: str) -> NDArray[np.float16]:
    vector: NDArray[np.float16] = embed_queries([question])[0]
    cache.set(key, vector.tobytes(), KEEP_SECONDS)
    return vector


def _read(kept: bytes) -> NDArray[np.float16]:
    import numpy as np

    return np.frombuffer(kept, dtype="float16")


def _key(question: str) -> str:
    return f"search:meaning:{hashlib.sha256(question.encode('utf-8', 'replace')).hexdigest()}"
