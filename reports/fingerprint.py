"""What two reports have in common when they say the same. Knows no database."""

from __future__ import annotations

import hashlib
import re
import unicodedata

WORD = re.compile(r"\w+")


def fingerprint(*, passage: str, source: str, source_code: str, evidence: str) -> str:
    """SHA-256 (hexadecimal) over what a report points at.

    That is its passage; without one, what it cites; without either, its evidence. Case, spaces,
    punctuation and the form of Unicode do not count.
    """
    for name, text in (
        ("passage", passage),
        (source, source_code if source else ""),
        ("evidence", evidence),
    ):
        if words := _words(text):
            return hashlib.sha256("\0".join([name, *words]).encode()).hexdigest()
    return hashlib.sha256(evidence.strip().encode()).hexdigest()


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())
