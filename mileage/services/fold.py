"""Activities into the ledger: one by one as they are delivered, or many at a time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from core.models import Activity, Delivery, Outbox
from mileage.events import Reason
from mileage.locks import lock_entries
from mileage.models import Entry
from mileage.postings import POSTING, postings_of, superior_of
from mileage.services.decide_adjustment import post_lines
from mileage.services.expire import post_expiry
from mileage.services.freeze import write_frost
from mileage.services.hold import hold_item, release_item
from mileage.services.post import post_many
from mileage.services.redeem import give_back, post_redemption
from mileage.services.reverse import reverse, reverse_held, reverse_superior
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


def _annulled(activity: Activity) -> None:
    """The verdict goes, and what it paid goes with it."""
    _take_superior_back(activity, Reason.ANNULLED)


def _lapsed(activity: Activity) -> None:
    """A verdict that the item has outgrown keeps its bonus; one given to a fault does not."""
    if activity.data["fault_then"]:
        _take_superior_back(activity, Reason.FAULT)


def _appealed(activity: Activity) -> None:
    """Taken away by an appeal, or given by one; the round of the appeal may have paid it."""
    was, now = activity.data["was"], activity.data["decision"]
    if was == "superior" != now:
        _take_superior_back(activity, Reason.OVERTURNED)
    elif now == "superior" != was:
        post_many(superior_of(activity, activity.data["root"]))


def _take_superior_back(activity: Activity, reason: Reason) -> None:
    data = activity.data
    root = data["root"]
    require_taken("round.decided", "evaluation.round", root)
    reverse_superior(activity=activity, root=root, item_id=data["item"], reason=reason)


def require_taken(verb: str, object_type: str, object_id: int) -> None:
    """Raise NotYet while the ledger has not had that activity: the sweep comes again later."""
    told = Activity.objects.filter(object_type=object_type, object_id=object_id, verb=verb)
    had = Delivery.objects.filter(activity__in=told, handler=HANDLER)
    if told.exists() and not had.exists():
        raise NotYet(f"{verb} of {object_type} {object_id} comes first")


class NotYet(Exception):
    """An activity that came before another that it undoes."""


def _reported(activity: Activity) -> None:
    """The item is doubted: what is held for it stays held."""
    hold_item(item_id=activity.data["item"], source=_source(activity))


def _settled(activity: Activity) -> None:
    """Whatever became of the doubt, it is over."""
    release_item(item_id=activity.data["item"], source=_source(activity))


def _source(activity: Activity) -> str:
    return f"report:{activity.object_id}"


def _vested(activity: Activity) -> None:
    """What the vesting job decided, again: in the job itself this finds it done."""
    found = Entry.objects.filter(key__in=activity.data["entries"], vesting__isnull=True)
    entries = lock_entries(found.values_list("pk", flat=True))
    vest(entries=entries, activity=activity)


def _frozen(activity: Activity) -> None:
    """An account was frozen, or thawed."""
    write_frost(activity)


def _adjusted(activity: Activity) -> None:
    """The lines of a ticket that two administrators agreed on."""
    post_lines(activity)


def _expired(activity: Activity) -> None:
    """Points of an old season that went with the closing of a later one."""
    post_expiry(activity)


def _redeemed(activity: Activity) -> None:
    """A reward was paid for."""
    post_redemption(activity)


def _redemption_decided(activity: Activity) -> None:
    """Where it came to nothing, the points go back."""
    give_back(activity)


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
    "round.annulled": _annulled,
    "round.lapsed": _lapsed,
    "appeal.decided": _appealed,
    "report.received": _reported,
    "report.dismissed": _settled,
    "report.verified": _settled,
    "report.closed": _settled,
}
# What the ledger itself decided and wrote down; only a replay needs to do it again.
DECIDED: dict[str, Callable[[Activity], None]] = {
    "mileage.vested": _vested,
    "mileage.reversed": _reversed,
    "mileage.frozen": _frozen,
    "mileage.adjusted": _adjusted,
    "mileage.expired": _expired,
    "mileage.redeemed": _redeemed,
    "redemption.decided": _redemption_decided,
}
OTHER = DELIVERED | DECIDED
VERBS = frozenset(POSTING) | frozenset(DELIVERED)


@contextmanager
def many() -> Iterator[None]:
    """Within the block Python looks for no garbage in circles.

    A fold makes none, and looking through its tens of thousands of rows takes a third of its time.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@many()
def fold_undelivered() -> int:
    """Fold all activities that the workers have not brought yet; how many.

    A transaction for each run of some thousands: whoever is killed leaves the rest to the next.
    The delivery rows are written with the effects, as the workers do, and meet theirs.
    """
    newest = Outbox.objects.aggregate(newest=Max("pk"))["newest"] or 0
    waiting = Activity.objects.filter(outbox__isnull=False, verb__in=VERBS, pk__lte=newest)
    done = last = 0
    while batch := list(waiting.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        for run in _runs(batch):
            done += take(run)
    return done


@transaction.atomic
def take(run: Sequence[Activity]) -> int:
    """Claim and fold those of one run that no worker has had, as a worker does; how many."""
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
