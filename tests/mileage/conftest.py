"""The ledger alone hears of the activities here: what other rooms make of them is theirs to test."""

from __future__ import annotations

import pytest

from core import registry


@pytest.fixture(autouse=True)
def _ledger_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {"mileage": registry.handlers["mileage"]}
    monkeypatch.setattr(registry.handlers, "_entries", entries)
