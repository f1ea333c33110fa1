"""A closed-loop client: a few connections that each send the next request after the answer."""

from __future__ import annotations

import http.client
import multiprocessing
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection


@dataclass(frozen=True, slots=True)
class Asked:
    """What to send: the paths in turn, with these headers; a body makes it a POST."""

    port: int
    paths: Sequence[str]
    headers: dict[str, str]
    expected: int = 200
    bodies: Sequence[str] = ()


@dataclass(slots=True)
class Load:
    """What came of it. ``seconds`` are the times of the single requests."""

    requests: int = 0
    elapsed: float = 0.0
    seconds: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.requests / self.elapsed

    def quantile_ms(self, share: float) -> float:
        """The time in milliseconds that ``share`` of the requests stayed below."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def run(asked: Asked, duration: float, connections: int = 4) -> Load:
    """Send for ``duration`` seconds from a process of its own. Raises RuntimeError where an
    answer is not what was expected: a fast error page is no page."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_client, args=(asked, duration, connections, theirs)
    )
    process.start()
    theirs.close()
    outcome = ours.recv()
    process.join()
    if isinstance(outcome, str):
        raise RuntimeError(outcome)
    return outcome


def _client(asked: Asked, duration: float, connections: int, pipe: Connection) -> None:
    load = Load()
    wrong: list[str] = []
    start = time.perf_counter()
    threads = [
        threading.Thread(target=_connection, args=(asked, start + duration, n, load, wrong))
        for n in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.requests = len(load.seconds)
    load.elapsed = time.perf_counter() - start
    pipe.send(wrong[0] if wrong else load)


def _connection(asked: Asked, end: float, number: int, load: Load, wrong: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", asked.port, timeout=30)
    at = number * 7919
    while not wrong and time.perf_counter() < end:
        path = asked.paths[at % len(asked.paths)]
        body = asked.bodies[at % len(asked.bodies)] if asked.bodies else None
        at += 1
        began = time.perf_counter()
        connection.request("POST" if body is not None else "GET", path, body, asked.headers)
        answer = connection.getresponse()
        answer.read()
        load.seconds.append(time.perf_counter() - began)
        if answer.status != asked.expected:
            wrong.append(f"{path} answered {answer.status}, not {asked.expected}")
    connection.close()
