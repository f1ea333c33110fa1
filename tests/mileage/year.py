"""A made-up stretch of the log, the same for the same seed."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Officer
from core.models import Activity
from core.services.record import record_many
from knowledge.models import Item
from tests.cast import published
from tests.mileage.people import at

START = at("2025-06-20 09:00")


def months(
    count: int, officers: list[Officer], *, days: int = 16, seed: int = 1, items: int = 120
) -> list[Activity]:
    """``count`` activities that pay, in the log's order, across the turn of a season.

    Few officers and days make caps meet; some evaluations come late, some items have several
    writers, some are published again, a tenth of the log arrives later than it happened.
    """
    dice = random.Random(seed)
    shelf = [published(dice.choice(officers)) for _ in range(items)]
    log = []
    for number in range(count):
        item = dice.choice(shelf)
        moment = START + timedelta(days=days) * number / count
        moment -= timedelta(hours=dice.choice([0] * 9 + [30]))
        writers = sorted({one.pk for one in dice.sample(officers, dice.choice([1, 1, 1, 2, 4]))})
        log.append(_activity(dice, number, item, moment, writers))
    with transaction.atomic():
        return record_many(log)


def _activity(
    dice: random.Random, number: int, item: Item, moment: datetime, writers: list[int]
) -> Activity:
    verb = dice.choice(["item.published"] * 6 + ["round.decided"] + ["evaluation.submitted"] * 3)
    data = {
        "item.published": {"writers": writers},
        "round.decided": {"item": item.pk, "decision": "superior", "writers": writers},
        "evaluation.submitted": {
            "item": item.pk,
            "evaluator": writers[0],
            "on_time": dice.random() < 0.8,
        },
    }[verb]
    return Activity(
        key=f"year:{number}",
        verb=verb,
        actor_id=writers[0],
        object_type="knowledge.item" if verb == "item.published" else "evaluation.any",
        object_id=item.pk if verb == "item.published" else number,
        data=data,
        occurred_at=moment,
    )
