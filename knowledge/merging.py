"""Joining two people's edits of one text, line by line. Knows no database."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from merge3 import Merge3

# Comparing takes more than linear time; longer texts go to the person at once.
MOST_LINES = 10_000


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with both edits. Where they overlap, both stand between conflict markers."""

    text: str
    conflicts: int


def merge_texts(base: str, theirs: str, mine: str, *, whose: str = "", my_name: str = "") -> Merged:
    """What ``theirs`` and ``mine`` made of ``base``, in one text.

    Edits of places that touch one another count as overlapping: nobody has seen the result.
    ``whose`` names their side at the markers, ``my_name`` the other.
    """
    if mine in (theirs, base):
        return Merged(theirs, 0)
    if theirs == base:
        return Merged(mine, 0)
    zero, a, b = (text.split("\n") for text in (base, theirs, mine))
    if max(len(zero), len(a), len(b)) > MOST_LINES:
        return Merged("\n".join(_both(a, b, whose, my_name)), 1)
    lines: list[str] = []
    conflicts = 0
    for region in Merge3(zero, a, b).merge_regions():
        what, *span = region
        if what == "conflict":
            conflicts += 1
            lines += _both(a[span[2] : span[3]], b[span[4] : span[5]], whose, my_name)
        else:
            text = {"unchanged": zero, "a": a, "same": a, "b": b}[what]
            lines += text[span[0] : span[1]]
    return Merged("\n".join(lines), conflicts)


def merge_value(base: object, theirs: object, mine: object) -> tuple[object, bool]:
    """One of three values, as a whole; True if both changed it, each in another way."""
    if mine in (theirs, base):
        return theirs, False
    return mine, theirs != base


def _both(theirs: list[str], mine: list[str], whose: str, my_name: str) -> list[str]:
    return [
        "<<<<<<< " + (whose or _("saved by somebody else")),
        *theirs,
        "=======",
        *mine,
        ">>>>>>> " + (my_name or _("yours")),
    ]
