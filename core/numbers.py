"""Numbers that an address or a form carries as text."""

from __future__ import annotations

# More fit into no column of the database.
MOST_DIGITS = 18


def number_in(text: str) -> int | None:
    """The whole number that ``text`` is, None for anything else and for what is too long."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None
