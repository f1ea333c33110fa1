"""The facets beside the hits: what else could be chosen, and how many hits that would have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from knowledge.kinds import kinds
from knowledge.models import GeneralKnowledge, Item
from search.choices import Choices
from search.trees import Node, categories, levels, office_of, offices

# Values that a group shows at once; the rest unfolds.
SHOWN = 6
# Facet of the index, by the filter that chooses among its values.
NAMES = {
    "kind": "genre",
    "shape": "shape",
    "category": "category",
    "office": "office",
    "year": "year",
    "tag": "tag",
    "language": "language",
    "superior": "superior",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet. ``query`` is the address with it chosen, or without it where it is
    ``chosen``; ``depth`` is that in a tree."""

    label: str
    count: int
    query: str
    chosen: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A facet as the page shows it; ``more`` are the values that unfold."""

    name: str
    title: str
    values: list[Value] = field(default_factory=list)
    more: list[Value] = field(default_factory=list)


def groups(counts: Mapping[str, Mapping[Any, int]], choices: Choices, text: str) -> list[Group]:
    """The facets that offer a choice, from the numbers that ``Hits.facets`` gives."""
    made = [
        (name, title, values(counts[NAMES[name]], choices, text))
        for name, (title, values) in _makers().items()
    ]
    found = []
    for name, title, values in made:
        # One value that all hits have is no choice.
        if len(values) > 1 or any(value.chosen for value in values):
            found.append(Group(name, title, *_folded(values)))
        elif name == "superior" and values:
            found.append(Group(name, title, values))
    return found


def labels(choices: Choices) -> list[tuple[str, str, str]]:
    """Each chosen filter with its value and the words for it."""
    return [(name, value, label_of(name, value)) for name, value in choices.chosen]


def label_of(name: str, value: str) -> str:
    """A value of a filter in words."""
    match name:
        case "kind":
            return str(kinds[value].label)
        case "shape":
            return str(GeneralKnowledge.Shape(value).label)
        case "category":
            return next((node.name for node in categories() if node.code == value), value)
        case "office":
            office = office_of(value)
            return office.name if office else value
        case "tag":
            return f"#{value}"
        case "language":
            return str(Item.Language(value).label)
        case "superior":
            return _("Superior knowledge")
        case _:
            return value


Maker = Callable[[Mapping[Any, int], Choices, str], list[Value]]


def _makers() -> dict[str, tuple[str, Maker]]:
    return {
        "kind": (_("Kind of knowledge"), _flat("kind")),
        "category": (_("Category"), _tree("category", categories)),
        "office": (_("Office"), _tree("office", offices)),
        "shape": (_("Form of the text"), _flat("shape")),
        "year": (_("Year"), _flat("year", order=lambda pair: -int(pair[0]))),
        "tag": (_("Tag"), _flat("tag")),
        "language": (_("Language"), _flat("language")),
        "superior": (_("Quality"), _superior),
    }


def _flat(name: str, order: Callable[[tuple[str, int]], int] | None = None) -> Maker:
    def make(counts: Mapping[Any, int], choices: Choices, text: str) -> list[Value]:
        has: Sequence[str] = getattr(choices, name)
        # A chosen value that finds nothing must be there to be taken off.
        numbers = dict.fromkeys(has, 0) | {str(key): n for key, n in counts.items() if key}
        pairs = sorted(numbers.items(), key=order or (lambda pair: -pair[1]))
        return [
            _value(name, value, label_of(name, value), number, choices, text)
            for value, number in pairs
            if name != "kind" or value in kinds
        ]

    return make


def _tree(name: str, nodes: Callable[[], list[Node]]) -> Maker:
    def make(counts: Mapping[Any, int], choices: Choices, text: str) -> list[Value]:
        has: tuple[str, ...] = getattr(choices, name)
        known = nodes()
        chosen = next((node for node in known if has and node.code == has[0]), None)
        return [
            _value(name, one.node.code, one.node.name, one.count, choices, text, one.depth)
            for one in levels(known, counts, chosen)
        ]

    return make


def _superior(counts: Mapping[Any, int], choices: Choices, text: str) -> list[Value]:
    number = counts.get(1, 0)
    if not number and not choices.superior:
        return []
    return [_value("superior", "1", label_of("superior", "1"), number, choices, text)]


def _value(
    name: str, value: str, label: str, count: int, choices: Choices, text: str, depth: int = 0
) -> Value:
    return Value(
        label=label,
        count=count,
        query=choices.toggled(name, value).address(text),
        chosen=value in getattr(choices, name),
        depth=min(depth, 3),
    )


def _folded(values: Iterable[Value]) -> tuple[list[Value], list[Value]]:
    """What is shown at once and what unfolds; what is chosen is always shown."""
    shown: list[Value] = []
    more: list[Value] = []
    for place, value in enumerate(values):
        (shown if place < SHOWN or value.chosen else more).append(value)
    return (shown + more, []) if len(more) == 1 else (shown, more)
