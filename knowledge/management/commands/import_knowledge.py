from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from knowledge.importing.lines import BadLine, open_lines, read_lines
from knowledge.importing.mapping import parse_mapping
from knowledge.importing.names import Names
from knowledge.locks import sole_import
from knowledge.services.import_items import Import, Outcome, import_items

HELP = """\
Take over general knowledge from a file of JSON lines: FILE.jsonl, FILE.jsonl.gz or - (stdin).

A line has the fields id, title, text and, if wanted, summary, category (its address), tags (a
list, or a text with commas), author (user name), date (2026-03-02, or with a time), audience
(all, public, office:CODE) and language (ko, en). Fields of other names are mapped:

  --map title=law+article+title       join fields with a space
  --map "text='## Issue'+issue+body"  text of its own in quotes; joined by empty lines

The id makes it repeatable: what is there already is left alone, a changed text becomes a
revision, and a run that was interrupted is simply started again. Bad lines are named on standard
error and passed over; the exit code is then 1.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="FILE.jsonl, FILE.jsonl.gz or -")
        parser.add_argument("--map", action="append", default=[], metavar="FIELD=PART+PART")
        parser.add_argument(
            "--category",
            default="",
            metavar="SLUG",
            help="where the line names none, or one that does not exist",
        )
        parser.add_argument(
            "--author", default="", metavar="USERNAME", help="where the line names none"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="take N lines at most")
        parser.add_argument("--batch", type=int, default=500, metavar="N", help="items a commit")
        parser.add_argument(
            "--keep-lines",
            action="store_true",
            help="the text is no Markdown: show its line breaks as they are",
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=os.cpu_count() or 1,
            metavar="N",
            help="processes that render (default: one for each processor; 0: none)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1 or options["workers"] < 0:
            raise CommandError("--batch is at least 1, --workers at least 0.")
        begun = time.monotonic()
        try:
            mapping = parse_mapping(options["map"])
            names = Names(category=options["category"], author=options["author"])
            source = open_lines(options["file"])
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        with (
            source as raw,
            sole_import() as is_alone,
            # disable=None: a bar in a terminal, silence elsewhere.
            tqdm(total=options["limit"], unit=" lines", disable=None, file=sys.stderr) as bar,
        ):
            if not is_alone:
                raise CommandError("Another import is running. Wait until it has ended.")
            run = Import(
                mapping=mapping,
                names=names,
                report=self._report,
                progress=bar.update,
                keep_lines=options["keep_lines"],
            )
            lines = read_lines(raw, options["limit"])
            try:
                import_items(run, lines, batch=options["batch"], workers=options["workers"])
            except (EOFError, KeyboardInterrupt) as error:
                self._sum_up(run.outcome, begun)
                reason = str(error) or "Interrupted."
                raise CommandError(f"{reason} Run it again to take over the rest.") from error
        self._sum_up(run.outcome, begun)
        if run.outcome.bad:
            raise CommandError(f"{run.outcome.bad:,} lines were not taken over; see above.")

    def _report(self, bad: BadLine) -> None:
        with tqdm.external_write_mode(file=sys.stderr):
            self.stderr.write(str(bad))

    def _sum_up(self, done: Outcome, begun: float) -> None:
        seconds = time.monotonic() - begun
        written = done.created + done.revised
        self.stdout.write(
            f"{done.created:,} new, {done.revised:,} revised, {done.unchanged:,} unchanged,"
            f" {done.bad:,} bad in {seconds:.1f} s ({written / seconds:,.0f} written a second)"
        )
        if done.shortened:
            self.stdout.write(f"{done.shortened:,} titles were too long and were shortened.")
        for slug, count in done.unknown_categories.most_common():
            self.stdout.write(f"{count:,} items of the unknown category {slug!r} got the default.")
