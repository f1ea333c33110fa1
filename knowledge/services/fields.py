"""What a form, an importer or a program says about an item, made tidy."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.models import Audience, Officer
from knowledge.models import Category, Citation, GeneralKnowledge, Item
from knowledge.services.errors import Refused

if TYPE_CHECKING:
    from typing import Any

TITLE_LENGTH = 200
SUMMARY_LENGTH = 500
SOURCE_LENGTH = 200_000
COMMENT_LENGTH = 200
MOST_TAGS = 10
TAG_LENGTH = 40
MOST_COAUTHORS = 20
MOST_CITATIONS = 50
CITATION_LENGTH = 120
# A text that others are to judge has at least this many characters.
LEAST_SOURCE = 30

LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
# Invisible characters that databases refuse or that hide text; tab and line feed stay.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFields:
    """The fields of an item's form. ``audience`` None means all officers.

    ``citations`` are pairs of scheme and code.
    """

    title: str
    summary: str = ""
    source: str = ""
    category: Category | None = None
    tags: tuple[str, ...] = ()
    audience: Audience | None = None
    coauthors: tuple[Officer, ...] = ()
    language: str = "ko"
    shape: str = "free"
    citations: tuple[tuple[str, str], ...] = ()

    def cleaned(self) -> ItemFields:
        """The same, tidy. Raises Refused for what does not fit, ValueError for unknown codes."""
        fields = replace(
            self,
            title=one_line(self.title),
            summary=one_line(self.summary),
            source=tidy(self.source),
            tags=tidy_tags(self.tags),
            coauthors=tuple({officer.pk: officer for officer in self.coauthors}.values()),
            citations=_tidy_citations(self.citations),
        )
        fields._check()
        return fields

    def _check(self) -> None:
        if self.language not in Item.Language.values:
            raise ValueError(f"{self.language!r} is no language of items.")
        if self.shape not in GeneralKnowledge.Shape.values:
            raise ValueError(f"{self.shape!r} is no shape of general knowledge.")
        for text, most, message in self._lengths():
            if len(text) > most:
                raise Refused(message % {"most": most})
        if len(self.coauthors) > MOST_COAUTHORS:
            raise Refused(
                _("An item has at most %(most)d co-authors. Take some out.")
                % {"most": MOST_COAUTHORS}
            )
        if len(self.citations) > MOST_CITATIONS:
            raise Refused(
                _("An item has at most %(most)d citations. Take some out.")
                % {"most": MOST_CITATIONS}
            )

    def _lengths(self) -> list[tuple[str, int, Any]]:
        return [
            (
                self.title,
                TITLE_LENGTH,
                _("The title has more than %(most)d characters. Shorten it."),
            ),
            (
                self.summary,
                SUMMARY_LENGTH,
                _("The summary has more than %(most)d characters. Shorten it."),
            ),
            (
                self.source,
                SOURCE_LENGTH,
                _(
                    "The text has more than %(most)d characters."
                    " Divide it, or attach a part of it as a file."
                ),
            ),
        ]


def tidy(text: str) -> str:
    """One kind of line end, composed Hangul, no control characters."""
    return unicodedata.normalize("NFC", CONTROLS.sub("", LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """Tidy, with single spaces."""
    return " ".join(tidy(text).split())


def tidy_tags(names: tuple[str, ...]) -> tuple[str, ...]:
    """Tags with single spaces, each once whatever its case. Raises Refused for too much."""
    once: dict[str, str] = {}
    for name in names:
        clean = one_line(name).lstrip("#").strip()
        if clean:
            once.setdefault(clean.casefold(), clean)
    if len(once) > MOST_TAGS:
        raise Refused(_("An item has at most %(most)d tags. Take some out.") % {"most": MOST_TAGS})
    for name in once.values():
        if len(name) > TAG_LENGTH:
            raise Refused(
                _("The tag “%(tag)s” has more than %(most)d characters. Shorten it.")
                % {"tag": name, "most": TAG_LENGTH}
            )
    return tuple(once.values())


def tidy_comment(comment: str) -> str:
    """What changed, in one line, cut where the column ends."""
    return one_line(comment)[:COMMENT_LENGTH]


def _tidy_citations(citations: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    once: dict[tuple[str, str], None] = {}
    for scheme, code in citations:
        if scheme not in Citation.Scheme.values:
            raise ValueError(f"{scheme!r} is no scheme of citations.")
        clean = one_line(code)
        if len(clean) > CITATION_LENGTH:
            raise Refused(
                _("The citation “%(code)s” has more than %(most)d characters. Shorten it.")
                % {"code": clean[:40], "most": CITATION_LENGTH}
            )
        if clean:
            once[scheme, clean] = None
    return tuple(once)


def require_whole(*, title: str, summary: str, source: str, category_id: int | None) -> None:
    """Refuse what others cannot judge: submissions, and what is to stay published."""
    if not title:
        raise Refused(_("The title is missing. Write one that says what the item is about."))
    if not summary:
        raise Refused(_("The summary is missing. Say in a sentence or two what the item gives."))
    if category_id is None:
        raise Refused(_("The category is missing. Choose the business area it belongs to."))
    if len(source.strip()) < LEAST_SOURCE:
        raise Refused(
            _("The text is too short. Write at least %(least)d characters.")
            % {"least": LEAST_SOURCE}
        )
