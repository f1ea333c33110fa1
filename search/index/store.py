"""Where the index lies: a folder for each generation, and a file that names the one in use.

All of it is a copy that can be made anew. A generation is built aside and then named, so that
the one before it answers until then.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

CURRENT = "current"
BROKEN = "broken"
ALIVE = "follower-alive"
BUILDING = "building.lock"
FOLLOWING = "following.lock"


class Busy(Exception):
    """Another process on this machine is doing it."""


def root() -> Path:
    """The folder of all generations."""
    folder: Path = settings.SEARCH_INDEX
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def current() -> Path | None:
    """The folder of the generation in use, or None before the first."""
    try:
        name = (root() / CURRENT).read_text().strip()
    except FileNotFoundError:
        return None
    folder = root() / name
    return folder if name and folder.is_dir() else None


def new_generation() -> Path:
    """An empty folder for the next generation."""
    folder = root() / f"generation-{time.time_ns()}"
    folder.mkdir()
    return folder


def switch_to(folder: Path) -> None:
    """Name the generation in use: at once for everybody who asks, and durably."""
    temporary = root() / f"{CURRENT}.new"
    with temporary.open("w") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(root() / CURRENT)
    (root() / BROKEN).unlink(missing_ok=True)


def drop_others() -> None:
    """Delete generations that are not in use. Readers that have one open keep reading it."""
    used = current()
    for folder in root().glob("generation-*"):
        if folder != used:
            shutil.rmtree(folder, ignore_errors=True)


def report_broken(folder: Path) -> None:
    """Tell the follower that a generation cannot be read."""
    (root() / BROKEN).write_text(folder.name)


def is_broken(folder: Path) -> bool:
    """Whether somebody could not read this generation."""
    try:
        return (root() / BROKEN).read_text() == folder.name
    except FileNotFoundError:
        return False


def say_alive() -> None:
    """Let ``/healthz`` know that the follower runs."""
    (root() / ALIVE).touch()


def alive_seconds_ago() -> float | None:
    """How long ago the follower of this machine said that it runs, in seconds."""
    try:
        return max(0.0, time.time() - (root() / ALIVE).stat().st_mtime)
    except FileNotFoundError:
        return None


@contextmanager
def sole(name: str, *, wait: bool = False) -> Iterator[None]:
    """Be the only process on this machine that builds or follows. Raises Busy.

    The lock goes with the process, also when that is killed.
    """
    with (root() / name).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Busy(name) from error
        yield
