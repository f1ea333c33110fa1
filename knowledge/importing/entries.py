"""A line made into what an item will be, before the database is asked anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from core import clock
from knowledge.importing.lines import BadLine, Line
from knowledge.importing.mapping import Mapping, text_of
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.services.fields import (
    SOURCE_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    one_line,
    tidy,
    tidy_tags,
)
from knowledge.services.revisions import fingerprint

ID_LENGTH = 200
# A line break of a text that is no Markdown: kept by two spaces before it.
BREAK = re.compile(r"(?<=[^\s])[ \t]*\n(?=[ \t]*\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a line says about an item; names of things in the database are still names.

    ``summary`` is empty where the line gives none. ``sha256`` is over what the line gives, so
    it stays the same when a summary is one day taken from the text in another way.
    """

    number: int
    external_id: str
    title: str
    summary: str
    source: str
    sha256: str
    category: str
    tags: tuple[str, ...]
    author: str
    moment: datetime | None
    audience: str
    language: str
    is_shortened: bool


def entry_of(line: Line, mapping: Mapping, *, keep_lines: bool = False) -> Entry:
    """The entry of a line. Raises BadLine with what is wrong.

    ``keep_lines``: the text is no Markdown, its line breaks are to be seen.
    """
    try:
        return _entry(line.number, mapping.apply(line.fields), keep_lines)
    except (ValueError, Refused) as error:
        raise BadLine(line.number, str(error)) from error


def _entry(number: int, values: dict[str, Any], keep_lines: bool) -> Entry:
    external_id = one_line(text_of("id", values["id"]))
    if not external_id:
        raise ValueError("it has no id, so it would come again with the next import")
    if len(external_id) > ID_LENGTH:
        raise ValueError(f"the id has more than {ID_LENGTH} characters")
    source = tidy(text_of("text", values["text"]))
    if not source.strip():
        raise ValueError("it has no text")
    if keep_lines:
        source = BREAK.sub("  \n", source)
    if len(source) > SOURCE_LENGTH:
        raise ValueError(f"the text has {len(source):,} characters, more than {SOURCE_LENGTH:,}")
    title = one_line(text_of("title", values["title"]))
    if not title:
        raise ValueError("it has no title")
    short = shorten(title, TITLE_LENGTH)
    summary = one_line(text_of("summary", values["summary"]))
    language = one_line(text_of("language", values["language"])) or Item.Language.KOREAN
    if language not in Item.Language.values:
        raise ValueError(f"the language {language!r} is none of {', '.join(Item.Language.values)}")
    return Entry(
        number=number,
        external_id=external_id,
        title=short,
        summary=shorten(summary, SUMMARY_LENGTH),
        source=source,
        sha256=fingerprint(title, summary, source),
        category=one_line(text_of("category", values["category"])),
        tags=tidy_tags(_tags(values["tags"])),
        author=one_line(text_of("author", values["author"])),
        moment=_moment(one_line(text_of("date", values["date"]))),
        audience=one_line(text_of("audience", values["audience"])),
        language=language,
        is_shortened=short != title,
    )


def shorten(text: str, most: int) -> str:
    """At most that many characters; an ellipsis says that there was more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _tags(value: Any) -> tuple[str, ...]:
    """A list of tags, or a text with commas between them."""
    names = value if isinstance(value, list) else text_of("tags", value).split(",")
    return tuple(text_of("tags", name) for name in names)


def _moment(text: str) -> datetime | None:
    """A day or a moment in ISO format; without a zone it is Asia/Seoul's."""
    if not text:
        return None
    try:
        moment = (
            datetime.combine(date.fromisoformat(text), time())
            if len(text) <= 10
            else datetime.fromisoformat(text)
        )
    except ValueError as error:
        raise ValueError(f"the date {text!r} is no day like 2026-03-02") from error
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if moment > clock.now():
        raise ValueError(f"the date {text!r} is in the future")
    return moment
