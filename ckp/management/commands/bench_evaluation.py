"""Measures how fair and how costly the adaptive rule is, and how fast its arithmetic."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ckp.bench.inside import is_inside, run_inside


class Command(BaseCommand):
    """Judges synthetic items with the portal's own functions, and calibrates from 100,000
    evaluations in a PostgreSQL of its own in var/bench. Writes var/bench-evaluation.json."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repetitions", type=int, default=200, help="synthetic years to judge")

    def handle(self, *args: Any, **options: Any) -> None:
        repetitions = options["repetitions"]
        if not is_inside():
            again = ["bench_evaluation", "--repetitions", str(repetitions)]
            sys.exit(run_inside(again, "evaluation"))
        from ckp.bench.evaluation import run

        run(repetitions, self.stdout)
