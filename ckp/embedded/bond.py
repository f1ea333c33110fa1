"""Processes that end with the one that started them, also when it is killed."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
# Reads until the pipe closes, which the death of its other end does, however it came.
WATCH = 'read -r _; pid=$(head -n 1 "$0" 2>/dev/null) && kill -INT "$pid" 2>/dev/null'

watches: list[subprocess.Popen[bytes]] = []


def end_with_parent() -> None:
    """For ``preexec_fn``: have the kernel send SIGTERM when the parent dies (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def interrupt_when_we_end(pid_file: Path) -> None:
    """Send SIGINT, once this process is gone, to the process that the file then names.

    For servers that are nobody's child. A server that has ended has removed its file.
    """
    watch = subprocess.Popen(
        ["/bin/sh", "-c", WATCH, str(pid_file)], stdin=subprocess.PIPE, start_new_session=True
    )
    watches.append(watch)
