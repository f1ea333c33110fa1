from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mileage.services.policies import START, load_start_policy


class Command(BaseCommand):
    help = "Create the policy that the portal starts with, where it is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=START)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            created = load_start_policy(path=options["file"])
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write("The policy was created." if created else "It was there already.")
