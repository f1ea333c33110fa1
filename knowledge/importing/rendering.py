"""Rendering in processes of their own, while the main one writes to the database."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from types import TracebackType

from core.processes import begin_as_worker
from knowledge.markdown import plain, render

# Read of a text where the file gives no summary; a summary takes less of it.
BEGINNING = 300


@dataclass(frozen=True, slots=True)
class Page:
    """A text as HTML, and its first words without any markup."""

    html: str
    beginning: str


def render_all(sources: list[str]) -> list[Page]:
    """The page of each text. Runs in a worker: needs neither Django nor a database."""
    return [Page(render(source), plain(source[:BEGINNING])) for source in sources]


class Renderers:
    """A pool of rendering processes; none of them is started before there is work.

    With no workers the caller renders for itself.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Renderers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def submit(self, sources: list[str]) -> Future[list[Page]]:
        """Begin to render; the result comes in order of the texts."""
        if self.workers and sources:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self.workers,
                    # Not forked: a fork would share the caller's database connection.
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=begin_as_worker,
                )
            return self._pool.submit(render_all, sources)
        done: Future[list[Page]] = Future()
        done.set_result(render_all(sources))
        return done
