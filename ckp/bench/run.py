"""One run of the bench: fill, measure, print, write."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.models import Office, Officer
from accounts.services.offices import load_offices
from ckp.bench import corpus
from ckp.bench.figures import Figure, table, write
from ckp.bench.ledger import mileage_fold
from ckp.bench.pages import measure
from ckp.bench.readings import reading_flush
from ckp.bench.server import web_server
from knowledge.models import Item
from knowledge.services.categories import load_categories
from search.index.rebuild import rebuild

FIGURES = settings.BASE_DIR / "var" / "bench.json"
READER = "bench-reader"
AUTHOR = "bench-author"
SAMPLE = 5_000


def run(items: int, out: Any) -> None:
    """Measure everything with ``items`` items and say so."""
    figures = [_fill(items, out)]
    people = Officer.objects.select_related("office")
    reader, author = people.get(username=READER), people.get(username=AUTHOR)
    out.write("Measuring pages")
    with web_server() as port:
        figures = measure(port, reader, author) + figures
    out.write("Measuring workers")
    figures += [reading_flush(), mileage_fold()]
    out.write(table(figures))
    write(figures, FIGURES)
    out.write(f"Written to {FIGURES}")


def _fill(items: int, out: Any) -> Figure:
    """Officers, categories, items and their index; the figure is the speed of the import."""
    furnish()
    path = settings.VAR / "bench" / "items.jsonl"
    corpus.write(path, items)
    have = Item.objects.count()
    if have < items:
        out.write(f"Importing {items - have:,} items")
        import_items(path, items)
    seconds = _timed_import(path)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    out.write("Building the index")
    rebuild()
    return Figure("import", round(SAMPLE / seconds, 0), "items/s", note=f"{SAMPLE:,} items")


def _timed_import(path: Path) -> float:
    """Seconds that the command needs for a sample of new items, which stay."""
    prefix = f"sample-{uuid4().hex[:8]}-"
    sample = path.with_name("sample.jsonl")
    with sample.open("w", encoding="utf-8") as file:
        for line in corpus.lines(SAMPLE, seed=1):
            file.write(line.replace('"bench-', f'"{prefix}', 1) + "\n")
    start = time.perf_counter()
    import_items(sample, SAMPLE)
    seconds = time.perf_counter() - start
    if Item.objects.filter(external_id__startswith=prefix).count() != SAMPLE:
        raise RuntimeError("The import did not bring all items.")
    return seconds


def import_items(path: Path, limit: int) -> None:
    subprocess.run(
        [
            *(sys.executable, "manage.py", "import_knowledge", str(path)),
            *("--limit", str(limit), "--author", AUTHOR, "--category", "clearance"),
        ],
        check=True,
    )


def furnish() -> None:
    """What a portal has before its first item."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_offices()
    load_categories()
    _add_officers()


def _add_officers() -> None:
    office = Office.objects.get(code="ICN")
    for username in (READER, AUTHOR):
        Officer.objects.get_or_create(
            username=username,
            defaults={"name_ko": username, "office": office, "grade": 7, "password": "!"},
        )
