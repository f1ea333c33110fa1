"""HWP 5 by dochan, which also opens documents that are locked against changes ("배포용")."""

from __future__ import annotations

import re

from dochan import Dochan, cfb
from dochan.hwp.header import FileHeader

from knowledge.texts.collecting import Collected
from knowledge.texts.outcome import Reason, Unreadable

# What dochan writes where a picture stands, and where a link leads inside the document.
NO_TEXT = re.compile(r"\[이미지(?:: [^\]\n]*)?\]|<##\d+>")
OLD = b"HWP Document File V"


def read_hwp(path: str, into: Collected) -> None:
    """The text with its tables, notes, headers and captions.

    Raises Unreadable: locked, damaged (with what could be read before), Hangul 97 or older.
    """
    with open(path, "rb") as file:
        if file.read(len(OLD)) == OLD:
            raise Unreadable(Reason.UNKNOWN)
    _require_open(path)
    document = Dochan(path)
    # It puts an empty line between any two paragraphs.
    into.add(NO_TEXT.sub("", document.to_plain_text()).replace("\n\n", "\n"))
    if any(error.startswith("ERR") for error in document.doc.errors):
        raise Unreadable(Reason.DAMAGED)


def _require_open(path: str) -> None:
    try:
        with cfb.OleFileIO(path) as compound:
            header = FileHeader.parse(compound.openstream("FileHeader").read(256))
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise Unreadable(Reason.DAMAGED) from error
    if header.is_encrypted or header.is_drm or header.has_cert_encrypt or header.has_cert_drm:
        raise Unreadable(Reason.LOCKED)
