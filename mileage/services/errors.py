"""What the ledger's services refuse."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """``message`` is a lazy translated sentence that says what to do."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
