"""Running a bench command again inside services of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.management.base import CommandError

INSIDE = "CKP_BENCH_INSIDE"


def is_inside() -> bool:
    """Whether this process is the one that measures."""
    return INSIDE in os.environ


def run_inside(arguments: Sequence[str], name: str) -> int:
    """Run a ``manage.py`` command with a PostgreSQL, a Valkey and an index of search in
    ``var/bench``, which are stopped afterwards and keep their data under ``name``; its exit code.

    Raises CommandError where the environment names services that others may be using.
    """
    if "DATABASE_URL" in os.environ or "REDIS_URL" in os.environ:
        raise CommandError("The bench empties what it measures; unset DATABASE_URL, REDIS_URL.")
    from ckp.embedded import postgres, valkey

    folder = settings.VAR / "bench"
    server, database = postgres.start(folder / f"postgres-{name}")
    cache = valkey.start(folder / f"valkey-{name}")
    try:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env={
                **os.environ,
                INSIDE: "1",
                "CKP_EMBEDDED": "1",
                "CKP_BENCH": "1",
                "DATABASE_URL": database,
                "REDIS_URL": cache.url,
                "CKP_SEARCH_INDEX": str(folder / f"search-{name}"),
            },
        ).returncode
    finally:
        cache.stop()
        server.cleanup()
