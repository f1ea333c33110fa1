"""Reading a file in a process of its own, and believing nothing that it says unchecked."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from knowledge.texts.collecting import NOISE
from knowledge.texts.formats import READERS
from knowledge.texts.limits import LARGEST_FILE, MOST_CHARACTERS, WALL_SECONDS
from knowledge.texts.outcome import WITH_TEXT, Outcome, Reason

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("child.py")
BLOCK = 1 << 20


class ReaderDied(Exception):
    """The process that read was killed, or ran out of time; ``reason`` says which."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def read(file: IO[bytes], content_type: str, *, size: int) -> Outcome:
    """What is in a file of that type and size in bytes.

    Takes up to ``WALL_SECONDS``. Raises ReaderDied, where trying again may help.
    """
    if content_type.startswith("image/"):
        return Outcome(Reason.PICTURE)
    if content_type not in READERS:
        return Outcome(Reason.UNKNOWN)
    if size > LARGEST_FILE:
        return Outcome(Reason.TOO_LARGE)
    with tempfile.TemporaryDirectory(prefix="ckp-read-", ignore_cleanup_errors=True) as folder:
        with open(Path(folder, "file"), "wb") as copy:
            shutil.copyfileobj(file, copy, BLOCK)
        _run(folder, content_type)
        return _told(Path(folder, "outcome.json"))


def _run(folder: str, content_type: str) -> None:
    """Let the child read. It inherits no descriptor and none of our environment's secrets."""
    command = [sys.executable, "-I", "-B", str(CHILD), folder, content_type]
    with subprocess.Popen(
        command,
        cwd=folder,
        env={"LANG": "C.UTF-8", "PATH": os.defpath, "TMPDIR": folder, "HOME": folder},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if logger.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL,
        close_fds=True,
        start_new_session=True,
    ) as child:
        try:
            _out, said = child.communicate(timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise ReaderDied(Reason.SLOW, f"over {WALL_SECONDS} s") from error
        finally:
            _end(child)
    if child.returncode == 0:
        return
    if said:
        logger.debug("A reader of %s said: %s", content_type, said[-2000:])
    slow = child.returncode == -signal.SIGXCPU
    raise ReaderDied(Reason.SLOW if slow else Reason.BREAKS, f"exit code {child.returncode}")


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child and all that it may have started, while its number is still its own."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


def _told(path: Path) -> Outcome:
    """What the child wrote, if it makes sense. It may have been taken over by the file."""
    try:
        if path.is_symlink():
            raise ValueError("a link")
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        reason, text = Reason(told["reason"]), str(told["text"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReaderDied(Reason.BREAKS, f"no outcome: {error!r}") from error
    if reason not in WITH_TEXT:
        return Outcome(reason)
    text = NOISE.sub(" ", text[:MOST_CHARACTERS])
    return Outcome(reason, text) if text.strip() else Outcome(Reason.EMPTY)
