"""Somebody judges an item, for tests of pages that must not name its writers then."""

from __future__ import annotations

import pytest

from accounts.models import Officer
from core import registry
from knowledge.models import Item


def judges(monkeypatch: pytest.MonkeyPatch, officer: Officer, item: Item) -> None:
    """From now on ``officer`` is judging ``item``."""

    def judged(asked: Officer) -> frozenset[int]:
        return frozenset({item.pk}) if asked.pk == officer.pk else frozenset()

    monkeypatch.setitem(registry.blinds._entries, "test", judged)


def renamed(officer: Officer, name: str) -> Officer:
    """The officer under a name that stands nowhere else in a page."""
    officer.name_ko = officer.name_en = name
    officer.save()
    return officer
