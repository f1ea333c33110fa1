"""Works out the meaning of all items that wait for it, as the worker does in slices."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search.checks import meaning_note
from search.meaning import store
from search.services.embed import embed_some


class Command(BaseCommand):
    """Make the place for vectors if it is missing, then fill it. May be stopped at any time."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=float("inf"))

    def handle(self, *args: Any, **options: Any) -> None:
        store.prepare()
        note = meaning_note()
        if note != "ok":
            self.stdout.write(f"Items are related by words alone ({note}).")
        with tqdm(desc="Items", unit="", disable=not options["verbosity"]) as bar:
            done = embed_some(seconds=options["seconds"], told=bar.update)
        if done.more:
            self.stdout.write("More wait; call it again, or leave them to the worker.")
