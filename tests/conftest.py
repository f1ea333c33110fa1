"""Real services for every run: started once, shared by the parallel processes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

STARTED: list[Callable[[], None]] = []


def pytest_configure(config: pytest.Config) -> None:
    """In the controlling process: start what the environment does not name."""
    if hasattr(config, "workerinput") or "CKP_TEST_SERVICES" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="ckp-test-"))
    folder.chmod(0o755)
    os.environ.setdefault("CKP_VAR", str(folder / "var"))
    os.environ["CKP_EMBEDDED"] = "1"
    os.environ["CKP_TEST_SERVICES"] = "1"
    STARTED.append(lambda: shutil.rmtree(folder, ignore_errors=True))
    if "DATABASE_URL" not in os.environ:
        from ckp.embedded import postgres

        server, os.environ["DATABASE_URL"] = postgres.start(folder / "postgres")
        STARTED.append(server.cleanup)
    if "REDIS_URL" not in os.environ:
        from ckp.embedded import valkey

        cache = valkey.start(folder / "valkey")
        os.environ["REDIS_URL"] = cache.url
        STARTED.append(cache.stop)


def pytest_unconfigure(config: pytest.Config) -> None:
    while STARTED:
        STARTED.pop()()


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

    cache.clear()
