"""What a file is: asked of its bytes, never only of its name.

Knows no database. A file is accepted where its bytes are those of a type on the list below and
its name does not contradict them; everything else is turned away, programs whatever their name.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

import puremagic
from django.utils.translation import gettext_lazy as _

from knowledge import ole
from knowledge.services.errors import Refused

HEAD = 4096
BLOCK = 1 << 20
NAME_LONGEST = 200


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that the portal keeps. The first of ``suffixes`` is the usual one."""

    content_type: str
    suffixes: tuple[str, ...]


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

PICTURES = {
    "image/png": FileType("image/png", (".png",)),
    "image/jpeg": FileType("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
    "image/gif": FileType("image/gif", (".gif",)),
    "image/webp": FileType("image/webp", (".webp",)),
}
# A picture under the name of another kind of picture is common, and browsers do not mind.
PICTURE_SUFFIXES = {suffix for kind in PICTURES.values() for suffix in kind.suffixes}
PDF = FileType("application/pdf", (".pdf",))
HWP = FileType("application/x-hwp", (".hwp", ".hwt"))
HWPX = FileType("application/hwp+zip", (".hwpx", ".hwtx"))
# By a part that only this format has.
OFFICE_PARTS = {
    "word/document.xml": FileType(f"{OFFICE}wordprocessingml.document", (".docx",)),
    "xl/workbook.xml": FileType(f"{OFFICE}spreadsheetml.sheet", (".xlsx",)),
    "ppt/presentation.xml": FileType(
        f"{OFFICE}presentationml.presentation", (".pptx", ".ppsx", ".potx")
    ),
}
OPEN_DOCUMENTS = {
    f"{OPEN_DOCUMENT}text": FileType(f"{OPEN_DOCUMENT}text", (".odt",)),
    f"{OPEN_DOCUMENT}spreadsheet": FileType(f"{OPEN_DOCUMENT}spreadsheet", (".ods",)),
    f"{OPEN_DOCUMENT}presentation": FileType(f"{OPEN_DOCUMENT}presentation", (".odp",)),
}
OLD_OFFICE = {
    "WordDocument": FileType("application/msword", (".doc", ".dot")),
    "Workbook": FileType("application/vnd.ms-excel", (".xls", ".xlt")),
    "Book": FileType("application/vnd.ms-excel", (".xls", ".xlt")),
    "PowerPoint Document": FileType("application/vnd.ms-powerpoint", (".ppt", ".pps", ".pot")),
}
TEXTS = (
    FileType("text/plain", (".txt", ".text", ".log", ".xml", ".json", ".jsonl", ".yaml", ".yml")),
    FileType("text/csv", (".csv",)),
    FileType("text/tab-separated-values", (".tsv", ".tab")),
    FileType("text/markdown", (".md", ".markdown")),
)
BINARY = (
    *PICTURES.values(),
    *(PDF, HWP, HWPX),
    *OFFICE_PARTS.values(),
    *OPEN_DOCUMENTS.values(),
    *OLD_OFFICE.values(),
)
BINARY_SUFFIXES = frozenset(suffix for kind in BINARY for suffix in kind.suffixes)

PROGRAMS = (
    b"\x7fELF",
    b"#!",
    b"\xef\xbb\xbf#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x00asm",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
)
# What a desktop would run when it is opened, though its bytes are text.
PROGRAM_SUFFIXES = {
    *(".exe", ".dll", ".com", ".scr", ".pif", ".cpl", ".msi", ".msc", ".jar", ".apk", ".app"),
    *(".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".mjs", ".wsf", ".wsh"),
    *(".hta", ".lnk", ".url", ".reg", ".scf", ".inf", ".chm", ".desktop"),
    *(".sh", ".bash", ".py", ".pl", ".rb", ".php"),
    *(".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".ppsm", ".potm"),
}
PAGE_SUFFIXES = {
    *(".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".svg", ".svgz", ".xsl", ".xslt"),
}
# A text that a browser would take for a page or a drawing, after a prologue and comments.
MARKUP = re.compile(
    r"\A\ufeff?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype\s+(?:html|svg)|html|head|body|script|iframe|svg|xsl:)",
    re.IGNORECASE | re.DOTALL,
)
MACRO_PARTS = ("vbaproject.bin",)
MACRO_STREAMS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros")
MOST_PARTS = 20_000
# Control characters that no text has: all but tab, line feed, form feed, return, and the end
# mark of old DOS texts.
NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")

PROGRAM = _("This file is a program. Programs cannot be attached, whatever their name is.")
MACROS = _("This document contains macros. Save it without macros and attach it again.")
ARCHIVE = _("Archives cannot be attached. Unpack the archive and attach its files one by one.")
PAGE = _("Web pages and SVG pictures cannot be attached. Save the file as PDF or PNG instead.")
UNKNOWN = _(
    "This type of file cannot be attached. Attach a document (HWP, HWPX, PDF, Word, Excel,"
    " PowerPoint, OpenDocument), a text or a picture (PNG, JPEG, GIF, WebP)."
)


def clean_name(name: str) -> str:
    """The name without folders and without what is not to be seen, in composed Hangul.

    Raises Refused where nothing is left.
    """
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    # Controls, and marks that turn the direction of writing: "report[RLO]fdp.exe".
    base = "".join(c for c in base if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    base = " ".join(base.split()).strip(" .")
    if not base:
        raise Refused(_("The file has no name. Give it one and attach it again."))
    if len(base) > NAME_LONGEST:
        suffix = PurePosixPath(base).suffix[:20]
        base = base[: NAME_LONGEST - len(suffix)].rstrip() + suffix
    return base


def checked_type(file: BinaryIO, name: str) -> FileType:
    """The type that the bytes say, if the portal keeps it. Raises Refused.

    ``name`` comes from ``clean_name``. Reads the file from its start and leaves it anywhere.
    """
    suffix = PurePosixPath(name).suffix.lower()
    file.seek(0)
    head = file.read(HEAD)
    if _is_program(head) or suffix in PROGRAM_SUFFIXES:
        raise Refused(PROGRAM)
    found = _type_of(file, head, suffix)
    if _contradicts(suffix, found):
        raise Refused(
            _(
                "The name ends in %(suffix)s, but the content is that of a %(usual)s file."
                " Give the file the right ending and attach it again."
            )
            % {"suffix": suffix, "usual": found.suffixes[0]}
        )
    return found


def _contradicts(suffix: str, found: FileType) -> bool:
    if found.content_type in PICTURES:
        return bool(suffix) and suffix not in PICTURE_SUFFIXES
    if found in TEXTS:
        return suffix in BINARY_SUFFIXES
    return bool(suffix) and suffix not in found.suffixes


def with_suffix(name: str, kind: FileType) -> str:
    """The name, with the usual ending of its type where it has none."""
    return name if PurePosixPath(name).suffix else f"{name[: NAME_LONGEST - 6]}{kind.suffixes[0]}"


def _is_program(head: bytes) -> bool:
    # Two letters begin a program of Windows or DOS, and texts about the "MZ" generation too;
    # a program has zero bytes in its header.
    return head.startswith(PROGRAMS) or (head[:2] in (b"MZ", b"ZM") and b"\x00" in head[:512])


def _type_of(file: BinaryIO, head: bytes, suffix: str) -> FileType:
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    if head.startswith(ole.SIGNATURE):
        return _compound(file)
    if head.startswith(b"HWP Document File V"):
        return HWP
    guesses = {guess.mime_type for guess in _guesses(head)}
    for content_type, picture in PICTURES.items():
        if content_type in guesses:
            return picture
    if b"%PDF-" in head[:1024]:
        return PDF
    if "application/x-7z-compressed" in guesses or any("rar" in guess for guess in guesses):
        raise Refused(ARCHIVE)
    return _text(file, head, suffix)


def _guesses(head: bytes) -> list[puremagic.PureMagicWithConfidence]:
    try:
        return puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return []


def _zipped(file: BinaryIO) -> FileType:
    """An office document that is a zip archive, told by the parts that only it has."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = {info.filename: info for info in archive.infolist()[:MOST_PARTS]}
            if any(name.lower().endswith(MACRO_PARTS) for name in parts):
                raise Refused(MACROS)
            if "[Content_Types].xml" in parts:
                for part, kind in OFFICE_PARTS.items():
                    if part in parts:
                        return kind
            declared = parts.get("mimetype")
            if declared is not None and declared.file_size < 100:
                name = archive.read(declared).decode("ascii", "replace").strip()
                if name in OPEN_DOCUMENTS and "content.xml" in parts:
                    return OPEN_DOCUMENTS[name]
                if name == HWPX.content_type and "Contents/section0.xml" in parts:
                    return HWPX
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Refused(
            _("This document is damaged. Open it, save it again, and attach the new file.")
        ) from error
    raise Refused(ARCHIVE)


def _compound(file: BinaryIO) -> FileType:
    """A document in Microsoft's compound format: HWP 5 or an old Word, Excel, PowerPoint."""
    names = ole.names(file)
    if names & {*MACRO_STREAMS}:
        raise Refused(MACROS)
    if "FileHeader" in names and names & {"BodyText", "ViewText"}:
        return HWP
    for stream, kind in OLD_OFFICE.items():
        if stream in names:
            return kind
    raise Refused(UNKNOWN)


def _text(file: BinaryIO, head: bytes, suffix: str) -> FileType:
    encoding = next((e for e in _encodings(head) if _reads_as(file, e)), None)
    if encoding is None:
        raise Refused(UNKNOWN)
    if suffix in PAGE_SUFFIXES or MARKUP.match(head.decode(encoding, "ignore")):
        raise Refused(PAGE)
    for kind in TEXTS:
        if suffix in kind.suffixes:
            return kind
    return TEXTS[0]


def _encodings(head: bytes) -> tuple[str, ...]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8", "cp949")


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    """Whether the whole file is text in that encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while block := file.read(BLOCK):
            if NOT_IN_TEXT.search(decoder.decode(block)):
                return False
        return not NOT_IN_TEXT.search(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False
