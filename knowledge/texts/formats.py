"""Which reader reads which type. To add a format, add its reader here: docs/file-formats.md."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from knowledge.texts.collecting import Collected

Reader = Callable[[str, Collected], None]
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."

# Type of the file -> module and function. Modules are loaded in the process that reads alone.
READERS = {
    "application/pdf": "pdf.read_pdf",
    "application/x-hwp": "hwp.read_hwp",
    "application/hwp+zip": "packages.read_hwpx",
    f"{OFFICE}wordprocessingml.document": "packages.read_docx",
    f"{OFFICE}presentationml.presentation": "packages.read_pptx",
    f"{OFFICE}spreadsheetml.sheet": "sheets.read_xlsx",
    f"{OPEN}text": "packages.read_open_document",
    f"{OPEN}spreadsheet": "packages.read_open_document",
    f"{OPEN}presentation": "packages.read_open_document",
    "text/plain": "plain.read_plain",
    "text/csv": "plain.read_plain",
    "text/tab-separated-values": "plain.read_plain",
    "text/markdown": "plain.read_plain",
}


def reader_of(content_type: str) -> Reader:
    """The reader of a type. Raises KeyError where there is none."""
    module, function = READERS[content_type].split(".")
    found: Reader = getattr(import_module(f"knowledge.texts.{module}"), function)
    return found
