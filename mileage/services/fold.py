"""Activities into the ledger: one by one as they are delivered, or many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from core.models import Activity, Outbox
from mileage.events import Reason
from mileage.locks import lock_entries
from mileage.models import Entry
from mileage.postings import POSTING, postings_of
from mileage.services.post import post_many
from mileage.services.reverse import reverse, reverse_held
from mileage.services.vest import vest

HANDLER = "mileage"
BATCH = 5000


def fold(activities: Sequence[Activity]) -> None:
    """Bring activities into the ledger in this order, with the rows that one by one gives.

    Runs of activities that pay are posted in one go. Each run is a transaction of its own:
    postings lock uses of caps before balances, and must not begin again after balances.
    """
    for run in _runs(activities):
        if run[0].verb in POSTING:
            post_many([wish for activity in run for wish in postings_of(activity)])
        else:
            OTHER[run[0].verb](run[0])


def _runs(activities: Sequence[Activity]) -> Iterator[list[Activity]]:
    """Neighbouring activities that pay, together; every other activity alone."""
    run: list[Activity] = []
    for activity in activities:
        if activity.verb in POSTING:
            run.append(activity)
            continue
        if run:
            yield run
            run = []
        yield [activity]
    if run:
        yield run


def _withdrawn(activity: Activity) -> None:
    """Its own writer took the item back: what is still held goes, silently."""
    reverse_held(activity=activity, item_id=activity.object_id, reason=Reason.WITHDRAWN)


def _vested(activity: Activity) -> None:
    """What the vesting job decided, again: in the job itself this finds it done."""
    found = Entry.objects.filter(key__in=activity.data["entries"], vesting__isnull=True)
    entries = lock_entries(found.values_list("pk", flat=True))
    vest(entries=entries, activity=activity)


def _reversed(activity: Activity) -> None:
    data = activity.data
    reverse(
        entry=Entry.objects.get(key=data["entry"]),
        reason=data["reason"],
        note=data["note"],
        activity=activity,
    )


# What workers deliver to the ledger.
DELIVERED: dict[str, Callable[[Activity], None]] = {
    "item.retired": _withdrawn,
    "item.deleted": _withdrawn,
}
# What the ledger itself decided and wrote down; only a replay needs to do it again.
DECIDED: dict[str, Callable[[Activity], None]] = {
    "mileage.vested": _vested,
    "mileage.reversed": _reversed,
}
OTHER = DELIVERED | DECIDED
VERBS = frozenset(POSTING) | frozenset(DELIVERED)


def fold_undelivered() -> int:
    """Fold all activities that the workers have not brought yet; how many.

    The delivery rows are written with the effects, as the workers do, and meet theirs.
    """
    waiting = Outbox.objects.filter(activity__verb__in=VERBS).order_by("pk")
    ids = iter(list(waiting.values_list("pk", flat=True)))
    done = 0
    while batch := list(islice(ids, BATCH)):
        rows = Activity.objects.in_bulk(batch)
        for run in _runs([rows[pk] for pk in batch]):
            done += _take(run)
    return done


@transaction.atomic
def _take(run: list[Activity]) -> int:
    """Claim and fold those of one run that no worker has had."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_delivery (activity_id, handler, delivered_at)"
            " SELECT id, %s, %s FROM unnest(%s::bigint[]) AS id"
            " ON CONFLICT DO NOTHING RETURNING activity_id",
            [HANDLER, timezone.now(), [activity.pk for activity in run]],
        )
        claimed = {row[0] for row in cursor.fetchall()}
    mine = [activity for activity in run if activity.pk in claimed]
    fold(mine)
    return len(mine)


def chunks(ids: Iterable[int]) -> Iterator[list[Activity]]:
    """The activities of these ids, some thousands at a time, in this order."""
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        rows = Activity.objects.in_bulk(batch)
        yield [rows[pk] for pk in batch]
