from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mileage.services.replay import replay


class Command(BaseCommand):
    help = "Replay the activity log into a scratch ledger and compare it, row for row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Fail if a row differs, instead of telling only."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = replay()
        for line in outcome.lines:
            self.stdout.write(line)
        text = f"Entries replayed: {outcome.entries}; different: {outcome.different}."
        if outcome.different and options["check"]:
            raise CommandError(text)
        self.stdout.write(text)
