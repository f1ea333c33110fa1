"""Reading the log of searches: one's own last ones, and sums without names."""

from __future__ import annotations

from accounts.models import Officer
from search.models import Asked

# The newest rows that are looked at for different queries.
LOOKED_AT = 60


def recent(officer: Officer, most: int, *, containing: str = "") -> list[str]:
    """The officer's own last queries that found something, newest first (1 query)."""
    rows = Asked.objects.filter(officer=officer, hits__gt=0)
    if containing:
        rows = rows.filter(folded__contains=fold(containing))
    texts = rows.order_by("-at", "-pk").values_list("folded", "text")[:LOOKED_AT]
    different: dict[str, str] = {}
    for folded, text in texts:
        if folded != fold(containing):
            different.setdefault(folded, text)
    return list(different.values())[:most]


def fold(text: str) -> str:
    """What counts as the same query: without case and extra spaces."""
    return " ".join(text.lower().split())
