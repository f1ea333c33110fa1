"""Fixtures of the ledger's tests."""

from __future__ import annotations

import pytest

from core import registry
from mileage.services.fold import HANDLER


@pytest.fixture
def ledger_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliver to the ledger only: activities of these tests tell no more than it reads."""
    kept = {HANDLER: registry.handlers[HANDLER]}
    monkeypatch.setattr(registry.handlers, "_entries", kept)
