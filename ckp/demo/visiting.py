"""Readers of the demo's year: comments while it runs, readings and marks at its end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from ckp.demo.texts import Text, remarks
from core import clock
from knowledge.matching import matches
from knowledge.models import Bookmark, Comment, GeneralKnowledge, Item, Reaction, Reading
from knowledge.querysets import may_see
from knowledge.services.comments import add_comment

if TYPE_CHECKING:
    from ckp.demo.year import Year

MOST_COMMENTS = 4
# On one item of so many the readers call each other.
CALLS_ON_EACH = 4


def talk(year: Year, item: GeneralKnowledge, text: Text) -> None:
    """Put some comments on the timeline, and answers of the author."""
    for _ in range(year.random.randint(0, MOST_COMMENTS)):
        moment = clock.now() + timedelta(hours=year.random.randint(5, 900))
        year.at(moment, lambda: _comment(year, item, text))


def _comment(year: Year, item: GeneralKnowledge, text: Text) -> None:
    words = remarks()[text.language]
    item.refresh_from_db()
    readers = [
        officer
        for officer in year.random.sample(year.people.officers, 6)
        if matches(may_see(officer), item)
    ]
    if not readers or item.status != Item.Status.PUBLISHED:
        return
    said = year.random.choice(words["comments"])
    if len(readers) > 1 and item.pk % CALLS_ON_EACH == 0:
        said = f"@{readers[1].username} {said}"
    comment = add_comment(item=item, by=readers[0], source=said)
    if year.random.random() < 0.5 and comment.author_id != item.author_id:
        moment = clock.now() + timedelta(hours=year.random.randint(1, 40))
        year.at(moment, lambda: _answer(year, item, comment, text))


def _answer(year: Year, item: GeneralKnowledge, comment: Comment, text: Text) -> None:
    item.refresh_from_db()
    if item.status == Item.Status.PUBLISHED:
        words = year.random.choice(remarks()[text.language]["replies"])
        add_comment(item=item, by=item.author, source=words, parent=comment)


def read_and_mark(year: Year) -> None:
    """Readings, reactions and bookmarks of the whole year, in bulk, and the counters with them."""
    readings: list[Reading] = []
    for item in Item.objects.published():
        if item.published_at is None:
            continue
        first = localdate(item.published_at)
        _read(year, item, first, readings)
    Reading.objects.bulk_create(readings, ignore_conflicts=True, batch_size=5000)
    _mark(year, readings)
    _count()


def _read(year: Year, item: Item, first: date, readings: list[Reading]) -> None:
    """Good items are read more, and most in their first weeks."""
    charm = float(item.score or 5) / 10
    days = max((localdate(year.now) - first).days, 1)
    for officer in year.people.officers:
        if officer.pk == item.author_id:
            continue
        for _ in range(int(year.random.expovariate(1 / (0.6 + 3 * charm**3)))):
            after = min(int(year.random.expovariate(1 / 25)), days)
            readings.append(Reading(item=item, officer=officer, day=first + timedelta(days=after)))


def _mark(year: Year, readings: list[Reading]) -> None:
    readers = {(reading.item_id, reading.officer_id) for reading in readings}
    some = sorted(readers)
    kinds = list(Reaction.Kind.values)
    Reaction.objects.bulk_create(
        [
            Reaction(item_id=item_id, officer_id=officer_id, kind=year.random.choice(kinds))
            for item_id, officer_id in year.random.sample(some, len(some) // 5)
        ],
        ignore_conflicts=True,
    )
    Bookmark.objects.bulk_create(
        [
            Bookmark(item_id=item_id, officer_id=officer_id)
            for item_id, officer_id in year.random.sample(some, len(some) // 12)
        ],
        ignore_conflicts=True,
    )


def _count() -> None:
    """Set the counters to what the rows say."""
    for model, name in (
        (Reading, "view_count"),
        (Reaction, "reaction_count"),
        (Bookmark, "bookmark_count"),
    ):
        rows = (
            model._default_manager.filter(item=OuterRef("pk"))
            .order_by()
            .values("item")
            .annotate(number=Count("pk"))
            .values("number")
        )
        Item.objects.update(**{name: Coalesce(Subquery(rows), 0)})
