"""How fast a year of activities becomes a ledger."""

from __future__ import annotations

import time
from uuid import uuid4

from django.db import connection

from ckp.bench import year
from ckp.bench.figures import Figure
from knowledge.models import Item
from mileage.models import Entry
from mileage.services.fold import fold_undelivered


def mileage_fold() -> Figure:
    """Seconds in which a year of registrations, evaluations and decisions is posted."""
    empty()
    items = list(Item.objects.order_by("pk").values_list("pk", flat=True)[: year.REGISTERED])
    activities = year.activities(items, year.officers(year.OFFICERS), name=uuid4().hex)
    year.log(activities)
    start_time = time.perf_counter()
    folded = fold_undelivered()
    seconds = time.perf_counter() - start_time
    entries = Entry.objects.count()
    if folded != len(activities) or entries < year.REGISTERED + year.EVALUATED:
        raise RuntimeError(f"{len(activities)} activities gave {entries} entries.")
    return Figure("mileage_fold", round(seconds, 2), "s", note=f"{folded:,} activities of a year")


def empty() -> None:
    """An empty ledger: row triggers guard deletion, and the bench's database is its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE mileage_leg, mileage_entry, mileage_balance, mileage_capuse,"
            " core_outbox, core_delivery CASCADE"
        )
