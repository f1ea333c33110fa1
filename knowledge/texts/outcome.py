"""What became of reading a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a file has no text, or not all of it. Empty where there is nothing to say."""

    NONE = ""
    # There is text, but not the whole.
    CUT = "cut"
    PARTLY = "partly"
    # There is none.
    PICTURE = "picture"
    EMPTY = "empty"
    SCANNED = "scanned"
    UNKNOWN = "unknown"
    LOCKED = "locked"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    HOSTILE = "hostile"
    SLOW = "slow"
    BREAKS = "breaks"
    MISSING = "missing"


WITH_TEXT = frozenset({Reason.NONE, Reason.CUT, Reason.PARTLY})


@dataclass(frozen=True, slots=True)
class Outcome:
    """The text of a file, or why there is none."""

    reason: Reason
    text: str = ""


class Unreadable(Exception):
    """A reader gives up, for a reason that a person is told."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
