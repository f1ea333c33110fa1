"""A pytest plugin: real PostgreSQL and Valkey, started once for all parallel processes.

It is loaded by name (pyproject.toml) because the settings are read before any conftest.py is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

STARTED: list[Callable[[], None]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """The first hook of a run: start what the environment does not name."""
    if "CKP_TEST_SERVICES" in os.environ:
        _choose_redis_databases()
        return
    folder = Path(tempfile.mkdtemp(prefix="ckp-test-"))
    folder.chmod(0o755)
    (folder / "var" / "static").mkdir(parents=True)
    os.environ["CKP_VAR"] = str(folder / "var")
    os.environ["CKP_EMBEDDED"] = "1"
    os.environ["CKP_TEST_SERVICES"] = "1"
    # Tests speak the language of the source; those of translations choose theirs.
    os.environ["LANGUAGE_CODE"] = "en"
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
    """Stop it all, in the process that started it."""
    while STARTED:
        STARTED.pop()()


def _choose_redis_databases() -> None:
    """Parallel processes (gw0, gw1, ...) get two databases each: nobody empties another's cache."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker.startswith("gw"):
        server = os.environ["REDIS_URL"].rsplit("/", 1)[0]
        os.environ["REDIS_URL"] = f"{server}/{2 + 2 * int(worker.removeprefix('gw'))}"
