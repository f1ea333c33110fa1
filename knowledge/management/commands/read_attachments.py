from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from knowledge.models import Attachment, FileText
from knowledge.services.read_file import due_files, read_file, wait_again
from knowledge.texts.outcome import Reason

BATCH = 500


class Command(BaseCommand):
    help = (
        "Read the texts of attachments for search, here and now. Without options those that wait,"
        " which the workers read by themselves; with them also those that were read before: after"
        " an upgrade of a reader, or a repair of files."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="*", type=int, metavar="N", help="these attachments")
        parser.add_argument(
            "--again",
            action="append",
            choices=[reason.value for reason in Reason if reason],
            default=[],
            help="those of this outcome; may be given more than once",
        )
        parser.add_argument("--all", action="store_true", help="all attachments")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Attachment.objects.filter(text=None)
        if options["all"]:
            rows = Attachment.objects.all()
        elif options["numbers"]:
            rows = Attachment.objects.filter(pk__in=options["numbers"])
        elif options["again"]:
            rows = rows | Attachment.objects.filter(text__reason__in=options["again"])
        asked = list(rows.values_list("pk", flat=True))
        wait_again(attachment_ids=asked)
        done = self._read()
        for (state, reason), number in sorted(done.items()):
            self.stdout.write(f"{number:7,}  {state}{f' ({reason})' if reason else ''}")
        self.stdout.write(f"{done.total():7,}  files")

    def _read(self) -> Counter[tuple[str, str]]:
        """Read what waits and is due until nothing is; how many came out in which way."""
        done: Counter[tuple[str, str]] = Counter()
        total = FileText.objects.filter(state=FileText.State.WAITING).count()
        with tqdm(total=total, unit="file", disable=not sys.stderr.isatty()) as bar:
            while ids := due_files(limit=BATCH):
                for attachment_id in ids:
                    read_file(attachment_id=attachment_id)
                    bar.update()
                rows = FileText.objects.filter(pk__in=ids)
                done.update(rows.values_list("state", "reason"))
        return done
