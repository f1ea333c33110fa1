from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.services.categories import FIXTURE, load_categories


class Command(BaseCommand):
    help = "Create the categories that are missing, from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=FIXTURE)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = load_categories(path=options["file"])
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Categories: {done.created} created, {done.kept} kept.")
