"""Loading the tree of categories from a file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from knowledge.models import Category

FIXTURE = Path(__file__).resolve().parent.parent / "fixtures" / "categories.csv"
TEXTS = ("name_ko", "name_en", "description_ko", "description_en")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many categories were created, and how many were there already."""

    created: int
    kept: int


@transaction.atomic
def load_categories(*, path: Path = FIXTURE) -> Loaded:
    """Create the categories of a CSV file that are missing, by slug.

    A category that exists belongs to the administrators and is left alone. A parent stands
    above its children in the file; siblings keep the order of the file. Raises ValueError for
    an unknown parent, KeyError for a missing column.
    """
    known = {category.slug: category for category in Category.objects.all()}
    before = len(known)
    kept = 0
    with (
        path.open(encoding="utf-8-sig", newline="") as file,
        Category.objects.disable_mptt_updates(),
    ):
        for number, row in enumerate(csv.DictReader(file), start=1):
            if row["slug"] in known:
                kept += 1
                continue
            if row["parent"] and row["parent"] not in known:
                raise ValueError(f"{row['slug']}: the category {row['parent']!r} is unknown.")
            known[row["slug"]] = Category.objects.create(
                slug=row["slug"],
                parent=known[row["parent"]] if row["parent"] else None,
                position=number,
                lft=0,
                rght=0,
                tree_id=0,
                level=0,
                **{name: row[name] for name in TEXTS},
            )
    created = len(known) - before
    if created:
        Category.objects.rebuild()
    return Loaded(created, kept)
