"""What the help card says of operators."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.query.fields import NAMES, Field


class Operator(NamedTuple):
    """An operator as one types it, in both languages where it has a name, and what it does."""

    english: str
    korean: str
    does: str | Promise


def _named(field: Field, english: str, korean: str, does: str | Promise) -> Operator:
    first, second = NAMES[field][:2]
    return Operator(f"{first}:{english}", f"{second}:{korean}", does)


OPERATORS = (
    Operator('"import clearance"', '"수입 통관"', _("These words side by side.")),
    Operator("-refund", "-환급", _("Without this word.")),
    _named(Field.TITLE, "origin", "원산지", _("In the title.")),
    _named(Field.TAG, "FTA", "FTA", _("Among the tags.")),
    _named(Field.AUTHOR, "hong", "홍길동", _("Written by this officer.")),
    _named(Field.OFFICE, "Busan", "부산", _("From this office or one below it.")),
    _named(Field.CATEGORY, "clearance", "통관", _("In this category or one below it.")),
    _named(Field.LAW, "관세법 제241조", "관세법 제241조", _("Cites this law or article.")),
    _named(Field.HS, "8471.30", "8471.30", _("Cites this HS code or one below it.")),
    _named(Field.FILE, "invoice", "송품장", _("In an attached file.")),
    _named(Field.COMMENT, "question", "질의", _("In a comment.")),
    _named(Field.AFTER, "2024-07", "2024-07", _("Published since then.")),
    _named(Field.BEFORE, "2025", "2025", _("Published before then.")),
    _named(Field.KIND, "case", "사례", _("Of this kind.")),
    _named(Field.LANGUAGE, "en", "영어", _("Written in this language.")),
)
