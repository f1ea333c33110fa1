"""``manage.py up`` from the first start to the last: what it starts, it also ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.runtime.portal import free_port, own_folder

# The first start makes a year of demo content, beside whatever else this machine is doing.
START_SECONDS = 400
STOP_SECONDS = 40
# What this suite says of itself must not reach the portal that a person would start.
NOT_FOR_UP = ("DATABASE_URL", "REDIS_URL", "CKP_EMBEDDED", "CKP_TEST_SERVICES", "LANGUAGE_CODE")


class Up:
    """A folder and a port, and the ``up`` that runs there."""

    def __init__(self) -> None:
        self.folder = own_folder()
        self.port = free_port()
        self.output = self.folder / "output"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in NOT_FOR_UP},
            "CKP_VAR": str(self.folder / "var"),
            "PORT": str(self.port),
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """What a terminal would do; the output goes to a file."""
        with self.output.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def until(self, process: subprocess.Popen[bytes], true: Callable[[], bool]) -> None:
        """Wait until it is true. Fails with the output if ``up`` ends before."""
        deadline = time.monotonic() + START_SECONDS
        while not true():
            assert process.poll() is None, self.output.read_text()
            assert time.monotonic() < deadline, self.output.read_text()
            time.sleep(0.2)

    def is_healthy(self) -> bool:
        """Whether all parts answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as page:
                return bool(page.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def left(self) -> list[str]:
        """The processes that belong to the folder: by their settings, arguments or place."""
        here = str(self.folder)
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                settings = (process / "environ").read_text(errors="replace")
                arguments = (process / "cmdline").read_text(errors="replace")
                place = os.readlink(process / "cwd")
            except OSError:
                continue
            if here in settings or here in arguments or place.startswith(here):
                found.append(f"{process.name} {arguments[:80]}")
        return found

    def assert_nothing_left(self) -> None:
        """Within some seconds no process is left, and nobody listens."""
        deadline = time.monotonic() + STOP_SECONDS
        while self.left() and time.monotonic() < deadline:
            time.sleep(0.2)
        assert self.left() == []
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", self.port)) != 0

    def close(self) -> None:
        """End what a failed test left."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(STOP_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture
def up() -> Iterator[Up]:
    portal = Up()
    try:
        yield portal
    finally:
        portal.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_up_ends_what_it_started_however_it_ends(up: Up) -> None:
    # Ctrl-C while the demo is being made: the next start makes the whole of it.
    first = up.start()
    up.until(first, lambda: "Loading the demo" in up.output.read_text())
    first.send_signal(signal.SIGINT)
    assert first.wait(STOP_SECONDS) == 0, up.output.read_text()
    assert "Traceback" not in up.output.read_text()
    up.assert_nothing_left()

    began = time.monotonic()
    second = up.start()
    up.until(second, up.is_healthy)
    print(f"With the demo the start takes {time.monotonic() - began:.0f} s")
    up.until(second, lambda: "Ctrl-C stops it" in up.output.read_text())
    assert "Loading the demo" in up.output.read_text()

    # A second one on the same folder is refused, and the first goes on.
    refused = subprocess.run(
        [sys.executable, "manage.py", "up"],
        env={**up.environment, "PORT": str(free_port())},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert refused.returncode == 1
    assert f"A portal is already running on {up.folder / 'var'}." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert up.is_healthy()

    # Killed: nothing can be done in order, and still nothing stays.
    second.kill()
    second.wait(STOP_SECONDS)
    up.assert_nothing_left()

    third = up.start()
    up.until(third, up.is_healthy)
    assert "Loading the demo" not in up.output.read_text()
    third.send_signal(signal.SIGTERM)
    assert third.wait(STOP_SECONDS) == 0, up.output.read_text()
    up.assert_nothing_left()


def test_a_port_that_is_taken_ends_up_by_name(up: Up) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", up.port))
        taken.listen()
        refused = subprocess.run(
            [sys.executable, "manage.py", "up"],
            env=up.environment,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
        )
    assert refused.returncode == 1
    assert str(up.port) in refused.stderr
    assert "PORT" in refused.stderr
    assert not (up.folder / "var" / "postgres").exists()
