"""Measures the figures of the design on an own database, and prints them as a table."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ckp.bench.inside import is_inside, run_inside


class Command(BaseCommand):
    """Starts its own PostgreSQL and Valkey in var/bench, fills them, measures, stops them.

    The filled database is kept for the next run with the same number of items.
    """

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--items", type=int, default=20_000, help="items to measure with")

    def handle(self, *args: Any, **options: Any) -> None:
        items = options["items"]
        if not is_inside():
            sys.exit(run_inside(["bench", "--items", str(items)], str(items)))
        from ckp.bench.run import run

        run(items, self.stdout)
