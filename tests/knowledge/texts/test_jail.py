"""A file that takes over its reader gets nowhere, and the worker goes on."""

from __future__ import annotations

import io
import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.texts import reading
from knowledge.texts.outcome import Outcome, Reason
from knowledge.texts.reading import ReaderDied, read
from tests.knowledge.texts import made

Evil = Callable[[str], Outcome]


@pytest.fixture
def evil(monkeypatch: pytest.MonkeyPatch) -> Evil:
    """Reading by a reader that was taken over."""
    monkeypatch.setattr(reading, "CHILD", Path(__file__).with_name("evil.py"))

    def doing(deed: str) -> Outcome:
        monkeypatch.setitem(reading.READERS, deed, "")
        return read(io.BytesIO(b"x"), deed, size=1)

    return doing


def test_a_document_is_read_in_a_process_of_its_own() -> None:
    content = made.workbook()
    outcome = read(io.BytesIO(content), made.XLSX, size=len(content))
    assert outcome.reason == ""
    assert made.WORDS in outcome.text


def test_nothing_can_be_reached_from_inside(evil: Evil, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x")
    told = json.loads(evil("escape").text)
    assert set(told["environment"]) <= {"LANG", "LC_CTYPE", "PATH", "TMPDIR", "HOME"}
    assert (told["memory"], told["disk"]) == ("MemoryError", "OSError")
    if told["taken"]["network"]:
        assert told["network"] != "done"
    if told["taken"]["folders"]:
        denied = (told["read"], told["settings"], told["write"])
        assert denied == ("PermissionError", "PermissionError", "PermissionError")


def test_an_endless_loop_ends(evil: Evil, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(reading.subprocess, "Popen", Watched)
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.5)
    with pytest.raises(ReaderDied) as died:
        evil("loop")
    assert died.value.reason is Reason.SLOW
    assert [child.returncode for child in started] == [-signal.SIGKILL]


@pytest.mark.parametrize("deed", ["die", "nonsense", "link"])
def test_what_a_dead_or_lying_reader_says_is_not_believed(evil: Evil, deed: str) -> None:
    with pytest.raises(ReaderDied) as died:
        evil(deed)
    assert died.value.reason is Reason.BREAKS


def test_what_the_database_cannot_keep_is_taken_out(evil: Evil) -> None:
    assert evil("noise") == Outcome(Reason.NONE, "a b")


def test_what_needs_no_reader_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHILD", Path("/nowhere"))
    nothing = io.BytesIO()
    assert read(nothing, "image/png", size=1) == Outcome(Reason.PICTURE)
    assert read(nothing, "application/msword", size=1) == Outcome(Reason.UNKNOWN)
    assert read(nothing, "application/pdf", size=1 << 40) == Outcome(Reason.TOO_LARGE)
