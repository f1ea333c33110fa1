from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.offices import FIXTURE, load_offices


class Command(BaseCommand):
    help = "Create the offices of the service that are missing, from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=FIXTURE)
        parser.add_argument("--update", action="store_true", help="also change offices that exist")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = load_offices(path=options["file"], update=options["update"])
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Offices: {done.created} created, {done.changed} changed, {done.kept} kept."
        )
