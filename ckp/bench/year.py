"""A year of the service that the design speaks of, made up: the same in every run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from django.db import transaction
from django.db.models import OuterRef

from accounts.models import Office, Officer
from accounts.services.audiences import all_officers
from core import clock
from core.models import Activity
from core.redis import client
from core.services.record import record_many
from knowledge.models import Category, Item, Revision
from knowledge.services.readings import BUFFER

REGISTERED = 12_124
EVALUATED = 36_000
READ = 286_000
OFFICERS = 4_500
# Parts of the whole: decisions that say superior, items of two writers, evaluations in time.
SUPERIOR = 0.33
TOGETHER = 0.1
ON_TIME = 0.9
MINUTES = 525_000
CHUNK = 5_000

T = TypeVar("T")


def officers(count: int) -> list[int]:
    """Ids of ``count`` officers of the year, over all offices; created where absent."""
    offices = list(Office.objects.order_by("pk"))
    Officer.objects.bulk_create(
        [
            Officer(
                username=f"year-{number}",
                name_ko=f"직원 {number}",
                office=offices[number % len(offices)],
                password="!",  # noqa: S106 - nobody signs in with it
            )
            for number in range(count)
        ],
        ignore_conflicts=True,
    )
    rows = Officer.objects.filter(username__regex=r"^year-\d+$")
    return list(rows.order_by("pk").values_list("pk", flat=True)[:count])


def items(count: int, authors: Sequence[int]) -> list[int]:
    """Ids of ``count`` new published items of one line each: the ledger reads no text."""
    random = _dice("items")
    offices = dict(Officer.objects.filter(pk__in=authors).values_list("pk", "office_id"))
    audience, category = all_officers(), Category.objects.earliest("pk")
    made = [
        Item(
            kind="general",
            title=f"지식 {number}",
            author_id=author,
            office_id=offices[author],
            audience=audience,
            category=category,
            status=Item.Status.DRAFT,
        )
        for number, author in enumerate(_busy(random, authors, count))
    ]
    rows = Item.objects.bulk_create(made, batch_size=CHUNK)
    Revision.objects.bulk_create(
        [
            Revision(item=row, number=1, title=row.title, editor_id=row.author_id, sha256="0")
            for row in rows
        ],
        batch_size=CHUNK,
    )
    first = Revision.objects.filter(item=OuterRef("pk")).values("pk")[:1]
    Item.objects.filter(pk__in=[row.pk for row in rows]).update(
        current_revision=first, status=Item.Status.PUBLISHED, published_at=clock.now()
    )
    return [row.pk for row in rows]


def activities(
    items: Sequence[int],
    officers: Sequence[int],
    *,
    registered: int = REGISTERED,
    evaluated: int = EVALUATED,
    name: str = "year",
) -> list[Activity]:
    """Unsaved: each registration, its evaluations and its decision, in the order of the log.

    An item is evaluated within two weeks and then decided. Few officers write and judge much,
    as in life, so that caps are met. ``name`` begins the keys.
    """
    random = _dice("activities")
    begin = clock.now() - timedelta(days=365)
    writers = _busy(random, officers, 2 * registered)
    judges = iter(_busy(random, officers, evaluated))
    log = []
    for number in range(registered):
        item = items[number % len(items)]
        moment = begin + timedelta(minutes=random.randrange(MINUTES))
        pair = writers[2 * number : 2 * number + (2 if random.random() < TOGETHER else 1)]
        among = sorted(set(pair))
        published = _activity("item.published", item, number, moment, actor_id=pair[0])
        published.data = {"writers": among}
        log.append(published)
        moment += timedelta(days=1)
        begun, ended = (evaluated * place // registered for place in (number, number + 1))
        for assignment in range(begun, ended):
            moment += timedelta(minutes=random.randrange(6_000))
            log.append(_evaluation(random, assignment, item, moment, next(judges)))
        decision = "superior" if random.random() < SUPERIOR else "standard"
        decided = _activity("round.decided", number, number, moment)
        decided.data = {"item": item, "decision": decision, "writers": among, "root": number}
        log.append(decided)
    for activity in log:
        activity.key = f"{name}:{activity.key}"
    return sorted(log, key=lambda activity: activity.occurred_at)


def _evaluation(random: Random, number: int, item: int, moment: datetime, judge: int) -> Activity:
    activity = _activity("evaluation.submitted", number, number, moment, actor_id=judge)
    on_time = random.random() < ON_TIME
    activity.data = {"item": item, "round": number, "evaluator": judge, "on_time": on_time}
    return activity


OBJECTS = {
    "item.published": "knowledge.item",
    "evaluation.submitted": "evaluation.assignment",
    "round.decided": "evaluation.round",
}


def _activity(
    verb: str,
    object_id: int,
    number: int,
    moment: datetime,
    actor_id: int | None = None,
) -> Activity:
    return Activity(
        key=f"{verb}:{number}",
        verb=verb,
        actor_id=actor_id,
        object_type=OBJECTS[verb],
        object_id=object_id,
        occurred_at=moment,
    )


def log(rows: Sequence[Activity]) -> None:
    """Record the activities, as the services that they tell of would."""
    with transaction.atomic():
        for chunk in _chunks(rows):
            record_many(chunk)


def note_readings(items: Sequence[int], readers: Sequence[int], count: int) -> int:
    """Note ``count`` different readings of the year in the buffer; how many lie there."""
    random = _dice("readings")
    today = clock.today()
    days = [(today - timedelta(days=back)).isoformat() for back in range(365)]
    noted: set[str] = set()
    while len(noted) < count:
        noted.add(f"{random.choice(items)}:{random.choice(readers)}:{random.choice(days)}")
    redis = client()
    for chunk in _chunks(sorted(noted)):
        redis.sadd(BUFFER, *chunk)
    return len(noted)


def _dice(name: str) -> Random:
    return Random(f"year {name}")  # noqa: S311 - a spread, not a secret


def _busy(random: Random, officers: Sequence[int], count: int) -> list[int]:
    """``count`` officers; the n-th is drawn as often as 1/(n + 50) says."""
    return random.choices(officers, [1 / (place + 50) for place in range(len(officers))], k=count)


def _chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
