"""Which fields of a line become which fields of an item."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

FIELDS = (
    *("id", "title", "summary", "text", "category", "tags"),
    *("author", "date", "audience", "language"),
)
OPTION = re.compile(r"(?P<target>\w+)=(?P<parts>.+)", re.DOTALL)
# A constant in quotes, or the name of a field.
PART = re.compile(r"'(?P<constant>[^']*)'|(?P<name>[^'+]+)")

# What follows the last part of a field: not empty.
END = object()


@dataclass(frozen=True, slots=True)
class Part:
    """A field of the line, or a text of its own."""

    value: str
    is_constant: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """For each field of an item the parts it is made of. Others keep their name."""

    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def apply(self, line: dict[str, Any]) -> dict[str, Any]:
        """The fields of an item, as found: texts, or lists for tags. Raises ValueError."""
        return {
            name: _joined(name, [_value(part, line) for part in parts], parts)
            if (parts := self.parts.get(name))
            else line.get(name)
            for name in FIELDS
        }


def parse_mapping(options: Iterable[str]) -> Mapping:
    """Read ``title=law+article+title`` and the like. Raises ValueError.

    Parts are joined by a space, those of the text by an empty line, those of the tags into one
    list. A part in single quotes stands for itself; before an empty field it falls away, so
    ``text='## Issue'+issue`` gives no heading without a text.
    """
    parts: dict[str, tuple[Part, ...]] = {}
    for option in options:
        match = OPTION.fullmatch(option)
        if match is None or match["target"] not in FIELDS:
            raise ValueError(f"--map {option}: say FIELD=PART+PART with one of {', '.join(FIELDS)}")
        parts[match["target"]] = _parts(option, match["parts"])
    return Mapping(parts)


def _parts(option: str, text: str) -> tuple[Part, ...]:
    found = []
    position = 0
    while True:
        match = PART.match(text, position)
        if match is None:
            raise ValueError(f"--map {option}: a part is a field's name or a 'text in quotes'")
        constant, name = match["constant"], match["name"]
        found.append(Part(name.strip()) if constant is None else Part(constant, True))
        position = match.end()
        if position == len(text):
            return tuple(found)
        if text[position] != "+":
            raise ValueError(f"--map {option}: parts are joined with +")
        position += 1


def _value(part: Part, line: dict[str, Any]) -> Any:
    return part.value if part.is_constant else line.get(part.value)


def _joined(name: str, values: list[Any], parts: tuple[Part, ...]) -> Any:
    kept = [
        value
        for part, value, following in zip(parts, values, [*values[1:], END], strict=True)
        if not _is_empty(value) and not (part.is_constant and _is_empty(following))
    ]
    if name == "tags":
        return [tag for value in kept for tag in (value if isinstance(value, list) else [value])]
    if len(kept) == 1:
        return kept[0]
    return ("\n\n" if name == "text" else " ").join(text_of(name, value) for value in kept)


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def text_of(name: str, value: Any) -> str:
    """A text, a number or a list of these as text. Raises ValueError for anything else."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return ", ".join(text_of(name, each) for each in value)
    raise ValueError(f"{name} is neither text nor number")
