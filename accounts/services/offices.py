"""Loading the tree of offices from a file of facts."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from accounts.epoch import forget_rights
from accounts.models import Office

FIXTURE = Path(__file__).resolve().parent.parent / "fixtures" / "offices.csv"
FACTS = ("kind", "name_ko", "name_en", "address", "latitude", "longitude", "position")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many offices were created, changed and left as they were."""

    created: int
    changed: int
    kept: int


@transaction.atomic
def load_offices(*, path: Path = FIXTURE, update: bool = False) -> Loaded:
    """Create the offices of a CSV file that are missing, by code.

    An office that exists belongs to the administrators and is left alone, unless ``update``.
    A parent stands above its children in the file; siblings keep the order of the file.
    Raises ValueError for an unknown parent or kind, KeyError for a missing column.
    """
    known = {office.code: office for office in Office.objects.all()}
    created = changed = kept = 0
    with path.open(encoding="utf-8-sig", newline="") as file, Office.objects.disable_mptt_updates():
        for number, row in enumerate(csv.DictReader(file), start=1):
            facts = _facts(row, number)
            parent = _parent(row, known)
            office = known.get(row["code"])
            if office is None:
                known[row["code"]] = Office.objects.create(
                    code=row["code"], parent=parent, lft=0, rght=0, tree_id=0, level=0, **facts
                )
                created += 1
            elif update and _differs(office, facts, parent):
                Office.objects.filter(pk=office.pk).update(parent=parent, **facts)
                changed += 1
            else:
                kept += 1
    if created or changed:
        Office.objects.rebuild()
        forget_rights()
    return Loaded(created, changed, kept)


def _facts(row: dict[str, str], number: int) -> dict[str, object]:
    if row["kind"] not in Office.Kind.values:
        raise ValueError(f"Line {number + 1}: {row['kind']!r} is no kind of office.")
    return {
        "kind": row["kind"],
        "name_ko": row["name_ko"],
        "name_en": row["name_en"],
        "address": row["address"],
        "latitude": float(row["latitude"]) if row["latitude"] else None,
        "longitude": float(row["longitude"]) if row["longitude"] else None,
        "position": number,
    }


def _parent(row: dict[str, str], known: dict[str, Office]) -> Office | None:
    if not row["parent"]:
        return None
    if row["parent"] not in known:
        raise ValueError(f"{row['code']}: the office above it, {row['parent']!r}, is unknown.")
    return known[row["parent"]]


def _differs(office: Office, facts: dict[str, object], parent: Office | None) -> bool:
    return office.parent_id != (parent.pk if parent else None) or any(
        getattr(office, name) != facts[name] for name in FACTS
    )
