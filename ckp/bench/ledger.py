"""How fast a year of activities becomes a ledger."""

from __future__ import annotations

import time
from datetime import timedelta
from random import Random
from uuid import uuid4

from django.db import connection, transaction

from accounts.models import Officer
from ckp.bench.figures import Figure
from core import clock
from core.models import Activity
from core.services.record import record_many
from knowledge.models import Item
from mileage.models import Entry
from mileage.services.fold import fold_undelivered

# A year of the service that the design speaks of.
PUBLISHED = 12_124
EVALUATED = 36_000
SUPERIOR = 4_000


def mileage_fold() -> Figure:
    """Seconds in which a year of registrations, evaluations and decisions is posted."""
    _empty()
    activities = _year()
    with transaction.atomic():
        for start in range(0, len(activities), 5000):
            record_many(activities[start : start + 5000])
    start_time = time.perf_counter()
    folded = fold_undelivered()
    seconds = time.perf_counter() - start_time
    entries = Entry.objects.count()
    if folded != len(activities) or entries < folded:
        raise RuntimeError(f"{len(activities)} activities gave {entries} entries.")
    return Figure("mileage_fold", round(seconds, 2), "s", note=f"{folded:,} activities of a year")


def _empty() -> None:
    """An empty ledger: row triggers guard deletion, and the bench's database is its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE mileage_leg, mileage_entry, mileage_balance, mileage_capuse,"
            " core_outbox, core_delivery CASCADE"
        )


def _year() -> list[Activity]:
    random = Random(2026)  # noqa: S311 - a spread, not a secret
    officers = list(Officer.objects.values_list("pk", flat=True))
    items = list(Item.objects.values_list("pk", flat=True)[:PUBLISHED])
    begin = clock.now() - timedelta(days=365)

    def activity(verb: str, object_type: str, object_id: int, **data: object) -> Activity:
        return Activity(
            key=f"bench:{uuid4().hex}",
            verb=verb,
            object_type=object_type,
            object_id=object_id,
            occurred_at=begin + timedelta(minutes=random.randint(0, 525_000)),
            data=data,
        )

    def item(number: int) -> int:
        return items[number % len(items)]

    year = [
        activity("item.published", "knowledge.item", pk, writers=[random.choice(officers)])
        for pk in items
    ]
    year += [
        activity(
            "evaluation.submitted",
            "evaluation.assignment",
            number,
            item=item(number),
            evaluator=random.choice(officers),
            on_time=random.random() < 0.9,
        )
        for number in range(EVALUATED)
    ]
    year += [
        activity(
            "round.decided",
            "evaluation.round",
            number,
            item=item(number),
            decision="superior",
            writers=[random.choice(officers)],
        )
        for number in range(SUPERIOR)
    ]
    return sorted(year, key=lambda row: row.occurred_at)
