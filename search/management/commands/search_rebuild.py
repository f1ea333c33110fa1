"""Makes the search index of this machine anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search.index.rebuild import rebuild, total


class Command(BaseCommand):
    """Build a new index aside and put it in use; the old one answers until then."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--processes", type=int, help="that read texts (SEARCH_PROCESSES)")

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["verbosity"] == 0
        with tqdm(total=total(), unit=" documents", disable=quiet) as bar:
            built = rebuild(progress=bar.update, processes=options["processes"])
        if not quiet:
            self.stdout.write(f"{built.documents:,} documents in {built.seconds:.1f} s")
