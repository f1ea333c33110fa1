"""Measures how well search finds, on sets of real questions whose answers are known."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.meaning.model import is_available
from search.quality import bench
from search.quality.sets import RetrievalSet, load, load_folder
from search.quality.vectors import VectorFile

BESIDE = settings.BASE_DIR.parent / "shared" / "data"
# Its titles are those of the articles of laws, short and well chosen, as titles of items should be.
TITLES = "customs_issue_to_article"


class Command(BaseCommand):
    """nDCG@10, recall@10 and MRR of words, morphemes, meaning and both."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="CORPUS QUERIES QRELS: measure this set instead of those of the data folder.",
        )
        parser.add_argument("--data", type=Path, default=Path(os.environ.get("CKP_DATA") or BESIDE))
        parser.add_argument("--without-meaning", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        sets = self._sets(options["files"], options["data"])
        vectors = None
        if not options["without_meaning"] and is_available():
            vectors = VectorFile(settings.VAR / "search-quality" / "vectors.bin", _Bar().told)
        lines = [line for one in sets for line in bench.measure_set(one, vectors)]
        path = settings.VAR / "search-quality.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([line.as_dict() for line in lines], indent=1))
        self._tell(lines)
        if options["files"]:
            return
        for one in sets:
            if one.name == TITLES:
                self._tell_slips(bench.measure_slips(one))
        if vectors is not None:
            self._tell_silence(bench.measure_silence(sets, vectors))
        self.stdout.write(f"\nWritten to {path}")

    def _sets(self, files: list[Path], data: Path) -> list[RetrievalSet]:
        if files and len(files) != 3:
            raise CommandError("Name three files: CORPUS QUERIES QRELS.")
        try:
            if files:
                return [load(files[0].resolve().parent.name, *files)]
            folders = sorted(path for path in (data / "retrieval").iterdir() if path.is_dir())
            return [load_folder(folder) for folder in folders]
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(
                f"{error}. The sets lie in {data}/retrieval; name another folder with CKP_DATA,"
                " or three files."
            ) from error

    def _tell(self, lines: list[bench.Line]) -> None:
        rows = [
            (x.set, x.engine, x.quality.ndcg10, x.quality.recall10, x.quality.mrr, x.untuned_ndcg10)
            for x in lines
        ]
        headings = ("set", "engine", "nDCG@10", "recall@10", "MRR", "nDCG@10, untuned half")
        self.stdout.write(f"\n{bench.table(headings, rows)}")

    def _tell_slips(self, lines: list[bench.Line]) -> None:
        rows = [
            (x.set, x.engine, x.quality.ndcg10, x.quality.recall10, x.quality.mrr) for x in lines
        ]
        headings = ("titles typed", "engine", "nDCG@10", "recall@10", "MRR")
        self.stdout.write(f"\n{bench.table(headings, rows)}")

    def _tell_silence(self, lines: list[bench.Silence]) -> None:
        rows = [
            (x.set, "yes" if x.has_answers else "no", x.found_something, x.median_likeness)
            for x in lines
        ]
        headings = ("questions", "have an answer", "meaning finds something", "median likeness")
        self.stdout.write(f"\n{bench.table(headings, rows)}")


class _Bar:
    """A progress bar for embedding, which takes minutes the first time."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None

    def told(self, done: int, of: int) -> None:
        if self._bar is None:
            self._bar = tqdm(total=of, desc="Embedding", unit=" texts")
        self._bar.update(done - self._bar.n)
        if done == of:
            self._bar.close()
            self._bar = None
