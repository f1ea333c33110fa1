"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.searching import Search


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failed one, unless it needs data that CI never has."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None:
        skipped = [
            r for r in reporter.stats.get("skipped", []) if "CKP_DATA" not in str(r.longrepr)
        ]
        if skipped:
            reporter.write_line(f"{len(skipped)} tests were skipped, which CI does not accept.")
            session.exitstatus = 1


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    yield
    from django.core.cache import cache

    from core.redis import client

    cache.clear()
    client().flushdb()


@pytest.fixture
def search(tmp_path: Path, settings: Any) -> Iterator[Search]:
    """An index of its own for the test; ``search.follow()`` brings it up to date."""
    from tests.searching import Search

    settings.SEARCH_INDEX = tmp_path / "search"
    settings.SEARCH_PROCESSES = 0
    found = Search()
    yield found
    found.close()
