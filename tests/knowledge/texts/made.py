"""Documents made here, good ones and bad ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pptx
import pypdf

from knowledge.texts.formats import OFFICE, OPEN
from tests.knowledge.sample_files import zipped

PDF, HWP, HWPX = "application/pdf", "application/x-hwp", "application/hwp+zip"
DOCX, PPTX = f"{OFFICE}wordprocessingml.document", f"{OFFICE}presentationml.presentation"
XLSX, ODT = f"{OFFICE}spreadsheetml.sheet", f"{OPEN}text"
WORDS = "보세운송 신고"
HWPX_SECTION = f"""<?xml version="1.0" encoding="UTF-8"?>
<hs:sec xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph"
        xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section">
  <hp:p><hp:run><hp:t>{WORDS}<hp:tab/>서식</hp:t></hp:run>
    <hp:tbl><hp:tr><hp:tc><hp:p><hp:run><hp:t>표 안</hp:t></hp:run></hp:p></hp:tc></hp:tr></hp:tbl>
  </hp:p>
</hs:sec>""".encode()
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">%s]><x><t>&z;</t></x>""" % (
    b"".join(b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (c + 1, c, c, c, c) for c in range(97, 122))
)
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<x><t>&e;</t></x>"""


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    """What a library saves."""
    target = io.BytesIO()
    save(target)
    return target.getvalue()


def hwpx(section: bytes = HWPX_SECTION, *more: tuple[str, bytes]) -> bytes:
    """A document of Hancom's newer format."""
    return zipped(("mimetype", b"application/hwp+zip"), ("Contents/section0.xml", section), *more)


def word() -> bytes:
    """A document of Word with a table, a header and a deleted word."""
    document = docx.Document()
    document.add_paragraph(WORDS)
    document.add_table(1, 2).cell(0, 1).text = "표 안"
    document.sections[0].header.paragraphs[0].text = "머리글"
    return saved(document.save)


def slides() -> bytes:
    """Eleven slides, so that their order is not that of their names, and a note."""
    show = pptx.Presentation()
    for number in range(1, 12):
        slide = show.slides.add_slide(show.slide_layouts[0])
        slide.shapes.title.text = f"{number}번째"
    slide.notes_slide.notes_text_frame.text = "발표자 노트"
    return saved(show.save)


def workbook() -> bytes:
    """Two sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "세율표"
    sheet.append(["품목번호", 8471.3, None, 0.08])
    book.create_sheet("둘째").append([WORDS])
    return saved(book.save)


def pdf(text: str = "Bonded transport", pages: int = 1) -> bytes:
    """A PDF with a line of Latin text on each page; without text it is like a scan."""
    content = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode() if text else b""
    kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        *[
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources"
            b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        ]
        * pages,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(bodies) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        count,
        len(out) - 20 * len(bodies) - len(b"xref\n0 %d\n0000000000 65535 f \n" % count),
    )


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    writer = pypdf.PdfWriter(io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    return saved(writer.write)


def open_document(*, locked: bool = False) -> bytes:
    """A text of OpenDocument with a deleted word."""
    content = f"""<office:document-content xmlns:office="o" xmlns:text="t"><office:body>
      <text:tracked-changes><text:p>지워진 말</text:p></text:tracked-changes>
      <text:h>제목</text:h><text:p>{WORDS}<text:s/>끝</text:p></office:body>
      </office:document-content>""".encode()
    manifest = b"<manifest><encryption-data/></manifest>" if locked else b"<manifest/>"
    return zipped(
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content),
    )


def bomb(megabytes: int) -> bytes:
    """A document of Word whose text unpacks to that much, from a thousandth of it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(b"<x><t>")
            for _number in range(megabytes):
                part.write(b" " * (1 << 20))
            part.write(b"</t></x>")
    return target.getvalue()
