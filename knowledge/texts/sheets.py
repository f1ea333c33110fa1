"""XLSX, row by row, with the values that Excel showed last."""

from __future__ import annotations

import zipfile
from typing import IO, Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.texts.collecting import Collected
from knowledge.texts.outcome import Reason, Unreadable
from knowledge.texts.packages import opened

# What openpyxl raises for workbooks that are not what they say.
FAULTS = (
    *(InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError),
    *(AttributeError, IndexError, SyntaxError, EOFError, OSError, OverflowError),
)


def read_xlsx(path: str, into: Collected) -> None:
    """Names of sheets, and their cells with tabs between them.

    Raises Unreadable: damaged, locked, too large.
    """
    with opened(path):
        pass
    try:
        with open(path, "rb") as file:
            _read(file, into)
    except FAULTS as error:
        raise Unreadable(Reason.DAMAGED) from error


def _read(file: IO[bytes], into: Collected) -> None:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            into.add(f"{sheet.title}\n")
            # What a sheet says of its own size may be wrong, or meant to fill the memory.
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True):
                into.check_time()
                cells = [_shown(value) for value in row if value is not None]
                if cells:
                    into.add("\t".join(cells) + "\n")
    finally:
        book.close()


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
