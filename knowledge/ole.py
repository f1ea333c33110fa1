"""The directory of a compound file (HWP 5, old Office), and nothing more of it.

The layout is Microsoft's [MS-CFB]: a header of 512 bytes, sectors chained by a table, and a
directory of entries of 128 bytes whose names are UTF-16.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY = 128
STORAGE, STREAM = 1, 2
IN_HEADER = 109
LAST_SECTOR = 0xFFFFFFFA
# A broken or hostile file must not keep a worker busy: 4,096 sectors hold 16,384 names or more.
MOST_SECTORS = 4096


def names(file: BinaryIO) -> set[str]:
    """Names of all streams and storages; empty where the file is damaged."""
    try:
        return _read(file)
    except (struct.error, ValueError):
        return set()


def _read(file: BinaryIO) -> set[str]:
    file.seek(0)
    header = file.read(512)
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in (9, 12):
        return set()
    size = 1 << shift
    (sector,) = struct.unpack_from("<I", header, 48)
    found: set[str] = set()
    for _step in range(MOST_SECTORS):
        if sector >= LAST_SECTOR:
            break
        block = _sector(file, sector, size)
        for start in range(0, len(block) - ENTRY + 1, ENTRY):
            (length,) = struct.unpack_from("<H", block, start + 64)
            if block[start + 66] in (STORAGE, STREAM) and 2 <= length <= 64:
                found.add(block[start : start + length - 2].decode("utf-16-le", "replace"))
        sector = _next(file, header, sector, size)
    return found


def _next(file: BinaryIO, header: bytes, sector: int, size: int) -> int:
    """The sector that follows in its chain."""
    number, place = divmod(sector, size // 4)
    table = _table(file, header, number, size)
    if table >= LAST_SECTOR:
        return table
    (following,) = struct.unpack_from("<I", _sector(file, table, size), place * 4)
    return int(following)


def _table(file: BinaryIO, header: bytes, number: int, size: int) -> int:
    """The sector that holds the ``number``-th part of the table of chains.

    The header names the first 109, a list of sectors of their own the rest.
    """
    if number < IN_HEADER:
        return int(struct.unpack_from("<I", header, 76 + 4 * number)[0])
    each = size // 4 - 1
    hops, place = divmod(number - IN_HEADER, each)
    (sector,) = struct.unpack_from("<I", header, 68)
    for _hop in range(min(hops, MOST_SECTORS)):
        if sector >= LAST_SECTOR:
            return int(sector)
        (sector,) = struct.unpack_from("<I", _sector(file, sector, size), 4 * each)
    if sector >= LAST_SECTOR:
        return int(sector)
    return int(struct.unpack_from("<I", _sector(file, sector, size), 4 * place)[0])


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    return file.read(size)
