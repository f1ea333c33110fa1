"""What a file is, is asked of its bytes."""

from __future__ import annotations

import io
import unicodedata

import pytest

from knowledge.files import checked_type, clean_name, with_suffix
from knowledge.services.errors import Refused
from tests.knowledge import sample_files as samples
from tests.real_data import real_data

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

MACRO = ("word/vbaProject.bin", b"")


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("그림.png", samples.PNG, "image/png"),
        ("사진.JPG", samples.JPEG, "image/jpeg"),
        ("사진.png", samples.JPEG, "image/jpeg"),
        ("움직임.gif", samples.GIF, "image/gif"),
        ("그림.webp", samples.WEBP, "image/webp"),
        ("지침.pdf", samples.PDF, "application/pdf"),
        ("지침", samples.PDF, "application/pdf"),
        ("보고.docx", samples.office("word/document.xml"), WORD),
        ("표.xlsx", samples.office("xl/workbook.xml"), SHEET),
        ("발표.pptx", samples.office("ppt/presentation.xml"), SLIDES),
        ("공문.hwpx", samples.hwpx(), "application/hwp+zip"),
        ("공문.hwp", samples.compound("FileHeader", "DocInfo", "BodyText"), "application/x-hwp"),
        ("배포.hwp", samples.compound("FileHeader", "ViewText"), "application/x-hwp"),
        ("옛글.hwp", b"HWP Document File V3.00 \x1a\x01\x02" + bytes(50), "application/x-hwp"),
        ("옛글.doc", samples.compound("WordDocument"), "application/msword"),
        ("옛표.xls", samples.compound(*"abcdefgh", "Workbook"), "application/vnd.ms-excel"),
        ("메모.txt", "통관 메모\r\n".encode(), "text/plain"),
        ("메모.txt", "통관 메모\r\n".encode("cp949"), "text/plain"),
        ("표.csv", "﻿세번,세율\n".encode(), "text/csv"),
        ("표.csv", "세번\t세율\n".encode("utf-16"), "text/csv"),
        ("글.md", b"# HTML\n\n<script> is a tag.\n", "text/markdown"),
        ("세대.txt", "MZ세대의 해외직구".encode(), "text/plain"),
    ],
)
def test_types_that_are_kept(name: str, content: bytes, content_type: str) -> None:
    assert checked_type(io.BytesIO(content), name).content_type == content_type


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("setup.exe", samples.EXE, "program"),
        ("보고서.pdf", samples.EXE, "program"),
        ("보고서.hwp", samples.ELF, "program"),
        ("notes.txt", b"#!/bin/sh\nrm -rf /\n", "program"),
        ("notes.bat", b"del *.*\r\n", "program"),
        ("notes.txt.js", b"alert(1)", "program"),
        ("A.class", b"\xca\xfe\xba\xbe\x00\x00\x00\x34", "program"),
        ("묶음.zip", samples.zipped(("a.txt", b"a")), "Archives"),
        ("app.docx", samples.zipped(("classes.dex", b"a")), "Archives"),
        ("묶음.7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(30), "Archives"),
        ("묶음.rar", b"Rar!\x1a\x07\x00" + bytes(30), "Archives"),
        (
            "매크로.docx",
            samples.office("word/document.xml", ("word/vbaProject.bin", b"")),
            "macros",
        ),
        ("매크로.xls", samples.compound("Workbook", "_VBA_PROJECT_CUR"), "macros"),
        ("page.txt", b"\xef\xbb\xbf <!-- hello -->\n<!DOCTYPE html><html>", "SVG"),
        ("그림.svg", b"<?xml version='1.0'?><svg onload='x()'/>", "SVG"),
        ("page.html", b"hello", "SVG"),
        ("그림.pdf", samples.PNG, "right ending"),
        ("보고.hwp", samples.PDF, "right ending"),
        ("보고.pdf", b"only words", "right ending"),
        ("보고.docx", b"PK\x03\x04" + bytes(60), "damaged"),
        ("자료.bin", bytes(range(256)), "cannot be attached"),
        ("installer.msi", samples.compound("x"), "program"),
        ("mail.msg", samples.compound("__properties_version1.0"), "cannot be attached"),
        ("깨진.hwp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cannot be attached"),
    ],
)
def test_types_that_are_refused(name: str, content: bytes, says: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_type(io.BytesIO(content), name)
    assert says in str(refused.value)


def test_a_directory_that_runs_in_circles_ends() -> None:
    content = bytearray(samples.compound(*"abcdefgh"))
    content[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")
    with pytest.raises(Refused):
        checked_type(io.BytesIO(bytes(content)), "loop.doc")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("보고서.hwp", "보고서.hwp"),
        (unicodedata.normalize("NFD", "보고서.hwp"), "보고서.hwp"),
        ("C:\\Users\\kim\\문서\\보고서.hwp", "보고서.hwp"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("  프로젝트   계획서.hwpx ", "프로젝트 계획서.hwpx"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("가" * 300 + ".pdf", "가" * 196 + ".pdf"),
    ],
)
def test_names(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize("name", ["", "..", "a/", "\x00", " . "])
def test_names_of_nothing(name: str) -> None:
    with pytest.raises(Refused):
        clean_name(name)


def test_a_name_without_ending_gets_one() -> None:
    kind = checked_type(io.BytesIO(samples.PDF), "지침")
    assert with_suffix("지침", kind) == "지침.pdf"
    assert with_suffix("지침.PDF", kind) == "지침.PDF"


def test_real_documents() -> None:
    usual = {
        ".hwp": "application/x-hwp",
        ".hwpx": "application/hwp+zip",
        ".pdf": "application/pdf",
        ".docx": WORD,
    }
    seen = 0
    for path in sorted(real_data("docs").iterdir()):
        if path.suffix in usual:
            with path.open("rb") as file:
                found = checked_type(file, clean_name(path.name))
            assert found.content_type == usual[path.suffix], path.name
            seen += 1
    assert seen > 20
