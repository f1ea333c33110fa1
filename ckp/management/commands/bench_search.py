"""Measures search among real law articles, on an own database, beside PostgreSQL's own."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ckp.bench.inside import is_inside, run_inside


class Command(BaseCommand):
    """Starts its own PostgreSQL and Valkey in var/bench, fills them, measures, stops them.

    Laws and questions lie where ``CKP_DATA`` says. The filled database is kept for the next run
    with the same number of items.
    """

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--items", type=int, default=106_581, help="items to search in")

    def handle(self, *args: Any, **options: Any) -> None:
        items = options["items"]
        if not is_inside():
            sys.exit(run_inside(["bench_search", "--items", str(items)], f"search-{items}"))
        from ckp.bench.searching import run_search

        run_search(items, self.stdout)
