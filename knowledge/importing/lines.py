"""A file of JSON lines, plain, gzipped or from standard input, line by line."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast


class BadLine(Exception):
    """A line that cannot be taken over; ``reason`` is for the person who made the file."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number}: {reason}")
        self.number = number
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is a JSON object. Numbers begin with 1."""

    number: int
    fields: dict[str, Any]


def open_lines(path: str) -> AbstractContextManager[Iterable[bytes]]:
    """The file's lines; ``-`` is standard input, a name that ends in .gz is unpacked.

    Raises OSError.
    """
    if path == "-":
        return nullcontext(sys.stdin.buffer)
    if path.endswith(".gz"):
        return cast(BinaryIO, gzip.open(path, "rb"))
    return Path(path).open("rb")


def read_lines(raw: Iterable[bytes], limit: int | None = None) -> Iterator[Line | BadLine]:
    """Lines and what is wrong with them, in order; empty lines are passed over.

    ``limit`` counts lines that are not empty. Raises EOFError for a gzip file that breaks off.
    """
    given = 0
    try:
        for number, line in enumerate(raw, start=1):
            if not line.strip():
                continue
            if limit is not None and given >= limit:
                return
            given += 1
            try:
                yield Line(number, _object(number, line))
            except BadLine as bad:
                yield bad
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise EOFError(f"The file breaks off after {given:,} lines: {error}") from error


def _object(number: int, line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise BadLine(number, "it is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(number, f"it is not JSON ({error})") from error
    if not isinstance(fields, dict):
        raise BadLine(number, "it is not a JSON object")
    return fields
