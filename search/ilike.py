"""Case-insensitive LIKE as PostgreSQL's trigram indexes know it.

Django's ``icontains`` compares upper-cased text, which the indexes on the plain columns do not
serve.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Expression, Func, Value


def escaped(word: str) -> str:
    """The word with LIKE's own signs made plain."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class ILike(Func):
    """True where ``text`` contains ``word``, whatever the case of Latin letters."""

    template = "%(expressions)s"
    arg_joiner = " ILIKE "
    output_field = BooleanField()
    conditional = True

    def __init__(self, text: Expression | Any, word: str) -> None:
        super().__init__(text, Value(f"%{escaped(word)}%"))
