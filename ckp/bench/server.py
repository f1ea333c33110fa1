"""The portal's own web server, started for measuring."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ckp import web


@contextmanager
def web_server(workers: int = 1) -> Iterator[int]:
    """Run a web server on a free loopback port, on the database and cache of this process.

    Yields the port. The server ends with the block. Raises RuntimeError where it does not start.
    """
    port = _free_port()
    command = web.command(host="127.0.0.1", port=port, workers=workers)
    process = subprocess.Popen(
        [sys.executable, "-m", *command.split()],
        env={**os.environ, "CKP_BENCH": "1"},
        start_new_session=True,
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def memory_mb(process_ids: list[int]) -> float:
    """Proportional memory (PSS) of the processes in MB."""
    total = 0
    for pid in process_ids:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            total += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    return total / 1024


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The web server did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
