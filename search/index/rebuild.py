"""Making a new generation from everything that search may see."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module

import django
from django.conf import settings

from core import registry
from core.processes import begin_as_worker
from search.index import feed, store
from search.index.writer import Writer

CHUNK = 250
# So few are read sooner than other processes have started.
FEW = 2_000


@dataclass(frozen=True, slots=True)
class Built:
    """How many documents, in how many seconds."""

    documents: int
    seconds: float


def rebuild(
    *, progress: Callable[[int], object] = lambda done: None, processes: int | None = None
) -> Built:
    """Build a generation aside and put it in use.

    Changes that are committed meanwhile are followed afterwards: the cursor is taken first.
    ``processes`` analyse texts beside this one, by default ``SEARCH_PROCESSES``; 0 for none.
    ``progress`` hears of documents done. Waits where another process builds.
    """
    began = time.monotonic()
    workers = settings.SEARCH_PROCESSES if processes is None else processes
    if workers and total(FEW) < FEW:
        workers = 0
    with store.sole(store.BUILDING, wait=True):
        cursor = feed.cursor_now()
        folder = store.new_generation()
        writer = Writer(folder, feed.mark())
        count = 0
        for encoded in _encoded(workers):
            writer.add(encoded)
            count += len(encoded)
            progress(len(encoded))
        writer.commit(cursor)
        writer.close()
        store.switch_to(folder)
        store.drop_others()
    return Built(count, time.monotonic() - began)


def total(enough: int | None = None) -> int:
    """How many documents a rebuild reads, roughly; counts no further than ``enough``."""
    count = 0
    for _kind, ids in _chunks():
        count += len(ids)
        if enough is not None and count >= enough:
            break
    return count


def _chunks() -> Iterator[tuple[str, list[int]]]:
    for kind, searchable in registry.searchables.items():
        last = 0
        while ids := searchable.ids(last, CHUNK):
            yield kind, ids
            last = ids[-1]


def _encoded(workers: int) -> Iterator[list[str]]:
    chunks = _chunks()
    if not workers:
        for kind, ids in chunks:
            yield feed.encode_many(kind, ids)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin) as pool:
        waiting: deque[Future[list[str]]] = deque()
        for kind, ids in chunks:
            waiting.append(pool.submit(feed.encode_many, kind, ids))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _begin() -> None:
    """A new process becomes a worker with a database connection of its own."""
    begin_as_worker()
    django.setup()
    # Needs the models, which a new process has only now.
    import_module("search.words_in_force").refresh(look=True)
