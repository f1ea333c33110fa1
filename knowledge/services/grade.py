"""Keeping the last published decision with the item that it is about."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from core.models import Activity
from core.services.record import record
from knowledge.locks import lock_item
from knowledge.models import Item
from knowledge.services.touch import save_touched

HUNDREDTH = Decimal("0.01")


@transaction.atomic
def grade_item(*, item: Item, score: Decimal, raw: Decimal, grade: str, round_id: int) -> Item:
    """Write score, plain mean and grade of a decided round on the item. Done twice, it changes
    nothing.

    ``grade`` is one of Item.Grade. Raises ValueError for an unknown one.
    """
    grade = Item.Grade(grade).value
    fresh = lock_item(item.pk)
    key = f"item.graded:{fresh.pk}:{round_id}"
    if Activity.objects.filter(key=key).exists():
        return fresh
    fresh.score = score.quantize(HUNDREDTH)
    fresh.raw_score = raw.quantize(HUNDREDTH)
    fresh.grade = grade
    save_touched(fresh, "score", "raw_score", "grade")
    record(
        verb="item.graded",
        obj=fresh,
        key=key,
        data={"round": round_id, "score": str(fresh.score), "grade": grade},
    )
    return fresh


@transaction.atomic
def ungrade_item(*, item: Item, round_id: int) -> Item:
    """Take score and grade off an item whose decision, of that round, no longer stands. Done
    twice, it changes nothing."""
    fresh = lock_item(item.pk)
    key = f"item.ungraded:{fresh.pk}:{round_id}"
    if Activity.objects.filter(key=key).exists():
        return fresh
    fresh.score = fresh.raw_score = None
    fresh.grade = Item.Grade.NONE
    save_touched(fresh, "score", "raw_score", "grade")
    record(verb="item.ungraded", obj=fresh, key=key, data={"round": round_id})
    return fresh
