"""Vectors of a set's texts, kept in a file: the model is slow and the texts do not change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.meaning.model import DIMENSIONS, embed_passages, embed_queries

BATCH = 8
RECORD = np.dtype([("key", "V32"), ("vector", "<f2", DIMENSIONS)])


class VectorFile:
    """Embeds what it has not embedded before; a run that was stopped goes on where it was.

    ``told`` is called with how many texts were embedded of how many.
    """

    def __init__(self, path: Path, told: Callable[[int, int], Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._told = told
        self._rows: dict[bytes, int] = {}
        self._vectors = np.empty((0, DIMENSIONS), dtype="float32")
        self._read()

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages, one a row."""
        return self._all("passage", texts)

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, one a row."""
        return self._all("query", texts)

    def _all(self, sort: str, texts: Sequence[str]) -> NDArray[np.float32]:
        missing = [t for t in dict.fromkeys(texts) if _key(sort, t) not in self._rows]
        # Texts of one length waste no padding.
        missing.sort(key=len)
        embed = embed_queries if sort == "query" else embed_passages
        with self._path.open("ab") as file:
            for start in range(0, len(missing), BATCH):
                batch = missing[start : start + BATCH]
                records = np.zeros(len(batch), RECORD)
                for record, text, vector in zip(records, batch, embed(batch), strict=True):
                    record["key"] = np.void(_key(sort, text))
                    record["vector"] = vector
                file.write(records.tobytes())
                file.flush()
                self._told(min(start + BATCH, len(missing)), len(missing))
        if missing:
            self._read()
        return self._vectors[[self._rows[_key(sort, text)] for text in texts]]

    def _read(self) -> None:
        if self._path.exists():
            # A run that was killed may have left a part of a record.
            whole = self._path.stat().st_size // RECORD.itemsize
            records = np.fromfile(self._path, RECORD, count=whole)
            self._path.open("r+b").truncate(whole * RECORD.itemsize)
            self._rows = {bytes(key): row for row, key in enumerate(records["key"])}
            self._vectors = records["vector"].astype("float32")


def _key(sort: str, text: str) -> bytes:
    return hashlib.sha256(f"{sort}\0{text}".encode()).digest()
