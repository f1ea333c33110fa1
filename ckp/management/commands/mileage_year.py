"""Makes up a year of the service, folds, proves and replays it, and says how long each takes."""

from __future__ import annotations

import shutil
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ckp.bench.inside import is_inside, run_inside

NAME = "year"


class Command(BaseCommand):
    """A year of 12,124 registrations, 36,000 evaluations and 286,000 readings, in a scratch ledger.

    Starts its own PostgreSQL and Valkey in var/bench, empty ones each time. Fails where a
    balance is not the sum of its legs, a replay differs, or processes deadlock.
    """

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--soak", type=int, default=0, metavar="SECONDS")
        parser.add_argument("--processes", type=int, default=4, help="that post at once")
        parser.add_argument("--only-soak", action="store_true", help="leave the year out")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_inside():
            from ckp.bench.mileage import run

            run(
                self.stdout,
                processes=options["processes"],
                soak=options["soak"],
                with_year=not options["only_soak"],
            )
            return
        arguments = ["mileage_year", "--soak", str(options["soak"])]
        arguments += ["--processes", str(options["processes"])]
        arguments += ["--only-soak"] if options["only_soak"] else []
        for service in ("postgres", "valkey"):
            shutil.rmtree(settings.VAR / "bench" / f"{service}-{NAME}", ignore_errors=True)
        sys.exit(run_inside(arguments, NAME))
