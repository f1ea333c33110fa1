"""Text out of XML, as a stream: no tree is built, so the size of a part costs time, not memory.

A definition of an entity ends it: no document needs one, and "a billion laughs" is made of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any, NoReturn
from xml.parsers import expat

from knowledge.texts.collecting import Collected
from knowledge.texts.outcome import Reason, Unreadable

BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Words:
    """Names of elements, without their namespaces, by what they mean for the text."""

    text: frozenset[str]
    paragraph: frozenset[str]
    skipped: frozenset[str] = frozenset()
    # Elements that stand for a character.
    marks: dict[str, str] = field(default_factory=dict)


def read_xml(stream: IO[bytes], words: Words, into: Collected) -> None:
    """Add the text of one part.

    Raises Unreadable: not well formed (what came before that is kept), entities defined.
    """
    reader = _Reader(words, into)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.EntityDeclHandler = _refuse
    try:
        while block := stream.read(BLOCK):
            into.check_time()
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(Reason.DAMAGED) from error


def _refuse(*_declaration: Any) -> NoReturn:
    raise Unreadable(Reason.HOSTILE)


class _Reader:
    def __init__(self, words: Words, into: Collected) -> None:
        self.words = words
        self.into = into
        self.inside = 0
        # Nothing has been said since the last line ended.
        self.is_fresh = True
        self.skipping = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if self.skipping or local in self.words.skipped:
            self.skipping += 1
            return
        if local in self.words.text:
            self.inside += 1
        elif local in self.words.marks:
            self._say(self.words.marks[local])
        # At the start, too: tables and notes stand inside a paragraph.
        if local in self.words.paragraph:
            self._end_line()

    def end(self, name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        local = name.rpartition(":")[2]
        if local in self.words.text:
            self.inside -= 1
        if local in self.words.paragraph:
            self._end_line()

    def characters(self, text: str) -> None:
        if self.inside and not self.skipping:
            self._say(text)

    def _say(self, text: str) -> None:
        self.is_fresh = False
        self.into.add(text)

    def _end_line(self) -> None:
        if not self.is_fresh:
            self.is_fresh = True
            self.into.add("\n")
