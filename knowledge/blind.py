"""Whose names stay hidden from an officer who is judging them."""

from __future__ import annotations

from accounts.models import Officer
from core import registry


def hidden_writers(officer: Officer) -> frozenset[int]:
    """Ids of the items whose writers this officer must not learn now.

    Asks every app that has something judged; an officer who judges nothing gets an empty set.
    """
    return frozenset().union(*(blind(officer) for blind in registry.blinds))
