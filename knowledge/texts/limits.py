"""What a reader may use. Measured on real documents: the largest of them (59 MB of XML in a
document of Word) takes 4 seconds and 60 MB, so these leave room and end what is made to hurt."""

from __future__ import annotations

MEGABYTE = 1 << 20

# Characters kept of one file: some 2,000 pages. The rest is not searched.
MOST_CHARACTERS = 3_000_000
# A file larger than this is not read at all.
LARGEST_FILE = 200 * MEGABYTE
# Bytes that the parts of a package may say to unpack to, and how many parts it may have.
MOST_UNPACKED = 400 * MEGABYTE
MOST_PARTS = 20_000

# Of the process that reads: seconds on a processor, seconds in all, address space, files.
CPU_SECONDS = 30
WALL_SECONDS = 60
# A reader stops here with what it has.
SOFT_CPU_SECONDS = 20
ADDRESS_SPACE = 1024 * MEGABYTE
LARGEST_OUTPUT = 32 * MEGABYTE
OPEN_FILES = 64
