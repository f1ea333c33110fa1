"""Plain text, Markdown, CSV: UTF-8, UTF-16 with its mark, or CP949."""

from __future__ import annotations

import codecs

from knowledge.texts.collecting import Collected
from knowledge.texts.outcome import Reason, Unreadable

BLOCK = 1 << 16
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_plain(path: str, into: Collected) -> None:
    """The text. Raises Unreadable: no encoding fits."""
    with open(path, "rb") as file:
        encodings = ("utf-16",) if file.read(2) in MARKS else ("utf-8-sig", "cp949")
    fitting = next((encoding for encoding in encodings if _fits(path, encoding)), None)
    if fitting is None:
        raise Unreadable(Reason.UNKNOWN)
    with open(path, encoding=fitting, newline=None) as text:
        while block := text.read(BLOCK):
            into.add(block)


def _fits(path: str, encoding: str) -> bool:
    try:
        with open(path, encoding=encoding) as text:
            while text.read(BLOCK):
                pass
    except UnicodeError:
        return False
    return True
