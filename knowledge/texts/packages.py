"""Documents that are zip archives of XML: HWPX, Word, PowerPoint, OpenDocument.

Parts are read in memory and never unpacked to a disk, so names with ``..`` and symbolic links mean
nothing here. ``zipfile`` reads no more of a part than its entry says, so what entries say bounds
what a bomb can do.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from knowledge.texts.collecting import Collected
from knowledge.texts.limits import MOST_PARTS, MOST_UNPACKED
from knowledge.texts.markup import Words, read_xml
from knowledge.texts.outcome import Reason, Unreadable

# Text of Word, PowerPoint and HWPX is in elements called "t", of Word's deleted text in "delText".
# What an old program sees of a drawing (Fallback) says the same once more.
OFFICE = Words(
    text=frozenset({"t"}),
    paragraph=frozenset({"p"}),
    skipped=frozenset({"Fallback", "tabs"}),
    marks={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
)
HWPX = Words(
    text=frozenset({"t", "script"}),
    paragraph=frozenset({"p", "script"}),
    skipped=frozenset({"Fallback"}),
    marks={"tab": "\t", "lineBreak": "\n", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"},
)
OPEN_DOCUMENT = Words(
    text=frozenset({"p", "h"}),
    paragraph=frozenset({"p", "h"}),
    skipped=frozenset({"tracked-changes"}),
    marks={"s": " ", "tab": "\t", "line-break": "\n"},
)

WORD_PARTS = (
    r"word/document\.xml",
    r"word/(?:footnotes|endnotes|comments)\.xml",
    r"word/(?:header|footer)\d*\.xml",
    r"word/diagrams/data\d*\.xml",
)
POWERPOINT_PARTS = (
    r"ppt/slides/slide\d+\.xml",
    r"ppt/notesSlides/notesSlide\d+\.xml",
    r"ppt/diagrams/data\d*\.xml",
)
HWPX_PARTS = (r"Contents/section\d+\.xml", r"Contents/masterpage\d+\.xml")
DIGITS = re.compile(r"\d+")
MANIFEST = "META-INF/manifest.xml"


def read_docx(path: str, into: Collected) -> None:
    """Word: text, notes, comments, headers and footers, drawings."""
    _read(path, into, OFFICE, WORD_PARTS)


def read_pptx(path: str, into: Collected) -> None:
    """PowerPoint: slides in their order of making, then notes and drawings."""
    _read(path, into, OFFICE, POWERPOINT_PARTS)


def read_hwpx(path: str, into: Collected) -> None:
    """HWPX (KS X 6101): sections with their tables, notes, headers, hidden comments, formulas."""
    _read(path, into, HWPX, HWPX_PARTS)


def read_open_document(path: str, into: Collected) -> None:
    """OpenDocument text, spreadsheet or presentation."""
    _read(path, into, OPEN_DOCUMENT, (r"content\.xml",))


@contextmanager
def opened(path: str) -> Iterator[zipfile.ZipFile]:
    """A package that is safe to read. Raises Unreadable: damaged, locked, too large."""
    try:
        with zipfile.ZipFile(path) as package:
            _require_modest(package)
            _require_open(package)
            yield package
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Unreadable(Reason.DAMAGED) from error


def _require_modest(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    # Pictures and films in a document are not read, however large they are.
    texts = (part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if len(parts) > MOST_PARTS or sum(texts) > MOST_UNPACKED:
        raise Unreadable(Reason.TOO_LARGE)


def _require_open(package: zipfile.ZipFile) -> None:
    if any(part.flag_bits & 1 for part in package.infolist()):
        raise Unreadable(Reason.LOCKED)
    # HWPX and OpenDocument say so in their list of parts; theirs is small.
    if MANIFEST in package.namelist():
        with package.open(MANIFEST) as manifest:
            if b"encryption-data" in manifest.read(1 << 20):
                raise Unreadable(Reason.LOCKED)


def _read(path: str, into: Collected, words: Words, patterns: Sequence[str]) -> None:
    with opened(path) as package:
        names = [name for pattern in patterns for name in _matching(package, pattern)]
        if not names:
            raise Unreadable(Reason.DAMAGED)
        for name in names:
            with package.open(name) as part:
                read_xml(part, words, into)
            into.add("\n")


def _matching(package: zipfile.ZipFile, pattern: str) -> list[str]:
    """Names of parts, section 10 after section 9; a name that is there twice, once."""
    names = {name for name in package.namelist() if re.fullmatch(pattern, name)}
    return sorted(names, key=lambda name: ([int(n) for n in DIGITS.findall(name)], name))
