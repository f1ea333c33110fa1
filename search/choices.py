"""What a search is narrowed and sorted by, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from knowledge.categories import branch_of, with_descendants
from knowledge.kinds import kinds
from knowledge.models import GeneralKnowledge, Item
from search.index.filters import Filters
from search.trees import office_of, offices_below

# In the order in which they are offered; the codes are those of ``search.index.ask.ORDERS``.
SORTS = {
    "best": _("Best match"),
    "newest": _("Newest"),
    "read": _("Most read"),
    "score": _("Best scored"),
}
# Nobody marks more values of one filter.
MOST_VALUES = 20
LONGEST_VALUE = 60  # characters
YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Choices:
    """The filters and the order of one search. What an address says wrongly is left out.

    ``category`` and ``office`` hold at most one address or code and mean all below it; of the
    others any of the values will do.
    """

    kind: tuple[str, ...] = ()
    shape: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    superior: tuple[str, ...] = ()
    sort: str = "best"

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Each filter that is set with each of its values."""
        return [(name, value) for name in FILTERS for value in getattr(self, name)]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Filters and order as parameters of an address."""
        return [*self.chosen, *([] if self.sort == "best" else [("sort", self.sort)])]

    def address(self, text: str, **more: str) -> str:
        """The query string of the first page of a search for ``text``."""
        return urlencode([("q", text), *self.parameters, *more.items()])

    def toggled(self, name: str, value: str) -> Choices:
        """The same with the value of a filter added, or taken off where it is set."""
        has: tuple[str, ...] = getattr(self, name)
        if value in has:
            values = tuple(one for one in has if one != value)
        else:
            values = (value,) if name in SINGLE else (*has, value)
        changes: dict[str, Any] = {name: values}
        return replace(self, **changes)

    def sorted_by(self, sort: str) -> Choices:
        """The same in another order."""
        return replace(self, sort=sort)

    def unfiltered(self) -> Choices:
        """The same without any filter."""
        return Choices(sort=self.sort)

    def filters(self) -> Filters:
        """What the index is asked (no query where the trees are kept)."""
        return Filters(
            genres=frozenset(self.kind) or None,
            shapes=frozenset(self.shape) or None,
            categories=with_descendants(self.category[0]) if self.category else None,
            offices=offices_below(self.office[0]) if self.office else None,
            years=frozenset(map(int, self.year)) or None,
            tags=frozenset(self.tag) or None,
            languages=frozenset(self.language) or None,
            superior=True if self.superior else None,
        )


FILTERS = tuple(field.name for field in fields(Choices) if field.name != "sort")
SINGLE = frozenset({"category", "office", "superior"})


def read_choices(given: QueryDict | Mapping[str, list[str]]) -> Choices:
    """The choices of an address; parameters that it does not know are left out."""
    lists = dict(given.lists()) if isinstance(given, QueryDict) else given
    found: dict[str, tuple[str, ...]] = {}
    for name in FILTERS:
        values = [value.strip()[:LONGEST_VALUE] for value in lists.get(name, [])][:MOST_VALUES]
        right = tuple(dict.fromkeys(value for value in values if _is_right(name, value)))
        found[name] = right[-1:] if name in SINGLE else right
    sort = (lists.get("sort") or [""])[-1]
    return Choices(**found, sort=sort if sort in SORTS else "best")  # type: ignore[arg-type]


def _is_right(name: str, value: str) -> bool:
    if not value or "\x00" in value:
        return False
    match name:
        case "kind":
            return value in kinds
        case "shape":
            return value in GeneralKnowledge.Shape.values
        case "category":
            return branch_of(value) is not None
        case "office":
            return office_of(value) is not None
        case "year":
            return value.isascii() and value.isdigit() and len(value) == YEAR_DIGITS
        case "language":
            return value in Item.Language.values
        case "superior":
            return value == "1"
        case _:
            return value.isprintable()
