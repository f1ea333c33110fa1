"""Small files of each type, made here: their bytes are what a type is known by."""

from __future__ import annotations

import io
import struct
import zipfile

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00"
    b"\x00\x00IEND\xaeB`\x82"
)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + bytes(40)
    + b"\xff\xd9"
)
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(24)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(50) + b"PE\x00\x00"
ELF = b"\x7fELF\x02\x01\x01" + bytes(60)


def zipped(*parts: tuple[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return target.getvalue()


def office(part: str, *more: tuple[str, bytes]) -> bytes:
    """A document of Word, Excel or PowerPoint, by its main part."""
    return zipped(("[Content_Types].xml", b"<Types/>"), (part, b"<x/>"), *more)


def hwpx() -> bytes:
    """A document of Hancom's newer format."""
    return zipped(("mimetype", b"application/hwp+zip"), ("Contents/section0.xml", b"<x/>"))


def compound(*names: str) -> bytes:
    """A compound file whose directory has these names: header, one table, the directory."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    entries = bytearray()
    for name in ("Root Entry", *names):
        entry = bytearray(128)
        text = name.encode("utf-16-le") + b"\x00\x00"
        entry[: len(text)] = text
        struct.pack_into("<H", entry, 64, len(text))
        entry[66] = 5 if name == "Root Entry" else 2
        entries += entry
    entries += bytes(-len(entries) % 512)
    sectors = len(entries) // 512
    table = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    return bytes(header) + struct.pack("<128I", *table) + bytes(entries)
