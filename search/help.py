"""What the page of search tells officers about itself: operators and forgiveness, as data.

Every example can be clicked: it is typed into the box as it stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from search.query.fields import NAMES, Field
from search.query.mend import Change, Reason


@dataclass(frozen=True, slots=True)
class HelpLine:
    """An example to type and what it finds; ``other`` is the same in the other language."""

    example: str
    text: Any
    other: str = ""


WORDS = (
    HelpLine("통관 절차", _("Items with both words, in any order, with any particles.")),
    HelpLine('"수입 통관"', _("The words side by side, in this order.")),
    HelpLine("환급 -개별환급", _("Without the word behind the minus sign.")),
    HelpLine("관세법 제241조 제1항", _("A law article in any writing, also “법 제241조”.")),
    HelpLine("8471.30", _("An HS code in any writing, with all codes under it.")),
)


def _operator(field: Field, value_ko: str, value_en: str, text: Any) -> HelpLine:
    english, korean = NAMES[field][:2]
    return HelpLine(f"{korean}:{value_ko}", text, f"{english}:{value_en}")


OPERATORS = (
    _operator(Field.TITLE, "통관", "clearance", _("The word is in the title.")),
    _operator(Field.TAG, "FTA", "FTA", _("The item has this tag.")),
    _operator(Field.AUTHOR, "김민수", '"Kim Minsu"', _("Written by this officer.")),
    _operator(Field.OFFICE, "부산세관", "Busan", _("Of this office and those under it.")),
    _operator(Field.CATEGORY, "수입통관", "import", _("In this category and those under it.")),
    _operator(Field.LAW, "관세법 제241조", "관세법 제241조", _("Cites this law or article.")),
    _operator(Field.HS, "8471.30", "8471.30", _("Names this HS code or one under it.")),
    _operator(Field.FILE, "서식", "form", _("The word is in an attached file.")),
    _operator(Field.COMMENT, "질문", "question", _("The word is in a comment.")),
    _operator(Field.KIND, "위키", "wiki", _("Of this kind of knowledge.")),
    _operator(Field.LANGUAGE, "영어", "en", _("Written in this language.")),
    _operator(Field.AFTER, "2024-07", "2024-07", _("Published from this day, month or year on.")),
    _operator(Field.BEFORE, "2024", "2024", _("Published before this day, month or year begins.")),
)

FORGIVEN = (
    HelpLine("ㅌㄱ", _("Initial consonants: finds 통관.")),
    HelpLine("xhdrhks", _("The keyboard was on the other language: finds 통관.")),
    HelpLine("통괸", _("A slip of the finger: finds 통관.")),
    HelpLine("원산 지증명서", _("A space too many or too few: finds 원산지증명서.")),
    HelpLine("FTA", _("Another word for the same: also finds 자유무역협정.")),
)

# What a page says beside a mend; ``before`` and ``after`` are quoted as typed.
_REASONS: dict[Reason, Any] = {
    Reason.LAYOUT: _("“%(before)s” was read as typed on the other keyboard layout: “%(after)s”."),
    Reason.INITIALS: _("“%(before)s” was read as initial consonants of “%(after)s”."),
    Reason.SPACES: _("“%(before)s” was read with other spaces: “%(after)s”."),
    Reason.SPELLING: _("“%(before)s” was read as a misspelling of “%(after)s”."),
    Reason.NARROW: _("“%(before)s” was left out."),
}


def told(change: Change) -> str:
    """One change of a query, as a sentence."""
    return str(_REASONS[change.reason]) % {"before": change.before, "after": change.after}
