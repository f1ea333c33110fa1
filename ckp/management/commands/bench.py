"""Measures the figures of the design on an own database, and prints them as a table."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

INSIDE = "CKP_BENCH_INSIDE"


class Command(BaseCommand):
    """Starts its own PostgreSQL and Valkey in var/bench, fills them, measures, stops them.

    The filled database is kept for the next run with the same number of items.
    """

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--items", type=int, default=20_000, help="items to measure with")

    def handle(self, *args: Any, **options: Any) -> None:
        if INSIDE in os.environ:
            from ckp.bench.run import run

            run(options["items"], self.stdout)
            return
        if "DATABASE_URL" in os.environ or "REDIS_URL" in os.environ:
            raise CommandError("The bench empties what it measures; unset DATABASE_URL, REDIS_URL.")
        sys.exit(self._inside(options["items"]))

    def _inside(self, items: int) -> int:
        """Run this command again with the services' addresses in its environment."""
        from ckp.embedded import postgres, valkey

        folder = settings.VAR / "bench"
        server, database = postgres.start(folder / f"postgres-{items}")
        cache = valkey.start(folder / f"valkey-{items}")
        try:
            return subprocess.run(
                [sys.executable, "manage.py", "bench", "--items", str(items)],
                env={
                    **os.environ,
                    INSIDE: "1",
                    "CKP_EMBEDDED": "1",
                    "CKP_BENCH": "1",
                    "DATABASE_URL": database,
                    "REDIS_URL": cache.url,
                },
            ).returncode
        finally:
            cache.stop()
            server.cleanup()
