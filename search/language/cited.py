"""What a citation is. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """One place of a law or of the tariff, written from ``start`` to ``end`` of the clean text.

    ``terms``: what a document is indexed by. ``asked``: what a query asks for, the best first.
    """

    terms: tuple[str, ...]
    asked: tuple[str, ...]
    start: int
    end: int

    @property
    def term(self) -> str:
        """The narrowest term."""
        return self.terms[0]

    @property
    def is_place(self) -> bool:
        """Whether it is an article, a section or a code, and not only the name of a law."""
        return not self.term.startswith("law:") or "/" in self.term
