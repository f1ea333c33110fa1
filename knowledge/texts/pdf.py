"""PDF by PDFium: on real documents eight times as fast as pypdf, with the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.texts.collecting import NOISE, Collected
from knowledge.texts.outcome import Reason, Unreadable

# PDFium's sign for a hyphen that only the end of a line has put into a word.
BROKEN_WORD = re.compile(r"\x02(?:\r?\n)?")
# A text whose characters are mostly none was written in a font that says nothing of them.
READABLE_SHARE = 0.5


def read_pdf(path: str, into: Collected) -> None:
    """Page after page. Raises Unreadable: locked, damaged (in part, too), scanned."""
    signs = noise = damaged = 0
    for page in _pages(path):
        into.check_time()
        if page is None:
            damaged += 1
            continue
        seen = "".join(page.split())
        signs += len(seen)
        noise += len(NOISE.findall(seen))
        into.add(BROKEN_WORD.sub("", page) + "\n\n")
    if signs == 0 or noise > signs * READABLE_SHARE:
        raise Unreadable(Reason.DAMAGED if damaged else Reason.SCANNED)
    if damaged:
        raise Unreadable(Reason.DAMAGED)


def _pages(path: str) -> Iterator[str | None]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise Unreadable(Reason.LOCKED if locked else Reason.DAMAGED) from error
    with document:
        if not len(document):
            raise Unreadable(Reason.DAMAGED)
        for number in range(len(document)):
            yield _page(document, number)


def _page(document: pypdfium2.PdfDocument, number: int) -> str | None:
    """The text of one page; None of one that is damaged."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return None
    try:
        words = page.get_textpage()
        try:
            return str(words.get_text_bounded())
        finally:
            words.close()
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()
