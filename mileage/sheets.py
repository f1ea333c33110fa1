"""Statements as CSV and XLSX, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from mileage.statement import Line, Move, Statement, in_chunks

# A cell that begins with one of these is a formula to some spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | int


def harmless(text: str) -> str:
    """The text as no spreadsheet will run it, without characters that XLSX cannot hold."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean.startswith(FORMULA) else clean


def write_csv(file: IO[bytes], statement: Statement, moves: Sequence[Move]) -> None:
    """Write UTF-8 with a byte order mark, by which spreadsheets know it."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    csv.writer(text).writerows(_rows(statement, moves))
    text.detach()


def write_xlsx(file: IO[bytes], statement: Statement, moves: Sequence[Move]) -> None:
    """Write a workbook of one sheet, row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(harmless(_("Mileage")))
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHI", (12, 24, 10, 40, 12, 12, 60, 24, 60), strict=True):
        sheet.column_dimensions[column].width = width
    for row in _rows(statement, moves):
        sheet.append(row)
    book.save(file)


def _rows(statement: Statement, moves: Sequence[Move]) -> Iterator[list[Cell]]:
    yield [
        _("Day"),
        _("What for"),
        _("Item number"),
        _("Item"),
        _("Points"),
        _("Total"),
        _("Rule"),
        _("Policy"),
        _("Explanation"),
    ]
    for chunk in in_chunks(moves):
        for line in statement.lines(chunk):
            yield _row(line)


def _row(line: Line) -> list[Cell]:
    return [
        f"{line.move.day:%Y-%m-%d}",
        harmless(line.what),
        line.item.pk if line.item else "",
        harmless(line.item_title),
        line.move.amount,
        line.move.total,
        harmless(line.rule_text),
        harmless(line.policy),
        harmless(" ".join(line.notes)),
    ]
