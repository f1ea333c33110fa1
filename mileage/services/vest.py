"""The end of the hold: what was promised becomes the officer's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.db.models.fields import DateTimeField
from django.utils import timezone

from core import clock
from core.models import Activity
from core.services.record import record
from knowledge.models import Item
from mileage.events import Event
from mileage.locks import lock_entries
from mileage.models import Account, Entry, ItemHold, Leg
from mileage.services.book import Draft, Place, write

# One transaction's worth: its locks are held for a fraction of a second.
BATCH = 500


def vest_due() -> int:
    """Pay out all that has been held long enough; how many entries that were.

    Not while the item is hidden or a report on it is open, nor to officers who are not in service.
    What is paid depends on the items of this moment, so that the
    decision itself is an activity, ``mileage.vested``: a replay needs nothing else.
    """
    rows = list(due(clock.now()).values_list("pk", flat=True))
    return sum(vest_some(rows[n : n + BATCH]) for n in range(0, len(rows), BATCH))


@transaction.atomic
def vest_some(ids: Sequence[int]) -> int:
    """Pay out those of these due entries that are still held, in one transaction; how many."""
    # Another worker may be paying them, or has since; what it holds is its own.
    locked = lock_entries(ids, skip_locked=True)
    open_ids = set(
        held().filter(pk__in=[entry.pk for entry in locked]).values_list("pk", flat=True)
    )
    entries = [entry for entry in locked if entry.pk in open_ids]
    if not entries:
        return 0
    activity = record(
        verb="mileage.vested",
        obj=entries[0],
        key=f"mileage.vested:{entries[0].key}",
        data={"entries": [entry.key for entry in entries]},
    )
    vest(entries=entries, activity=activity)
    return len(entries)


def held() -> QuerySet[Entry]:
    """Entries whose points are promised and neither paid nor taken back."""
    return Entry.objects.filter(
        leg_count__gt=0,
        rule__hold_days__gt=0,
        reverses__isnull=True,
        vests__isnull=True,
        vesting__isnull=True,
        reversal__isnull=True,
        # Only what still lies in an account for held points: few, however long the ledger is.
        legs__account__kind=Account.Kind.PENDING,
        legs__account__balance__amount__gt=0,
    )


def due(moment: datetime) -> QuerySet[Entry]:
    """Held entries whose day has come; the day counts, not the hour. Oldest first."""
    tomorrow = timezone.localdate(moment) + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time.min, timezone.get_default_timezone())
    ends = ExpressionWrapper(
        F("occurred_at") + F("rule__hold_days") * timedelta(days=1), output_field=DateTimeField()
    )
    rows = held().annotate(ends=ends).filter(ends__lt=midnight, officer__is_active=True)
    doubted = ItemHold.objects.filter(item_id=OuterRef("item_id"), is_open=True)
    return rows.exclude(item__status=Item.Status.HIDDEN).exclude(Exists(doubted)).order_by("pk")


@transaction.atomic
def vest(*, entries: Sequence[Entry], activity: Activity) -> list[Entry]:
    """Move these held entries' points to their officers. The caller has locked the entries."""
    legs = Leg.objects.filter(entry__in=entries, account__kind=Account.Kind.PENDING)
    held_legs = {leg.entry_id: leg for leg in legs.select_related("account")}
    drafts = []
    for entry in entries:
        leg = held_legs[entry.pk]
        season, officer = leg.account.season_id, entry.officer_id
        drafts.append(
            Draft(
                Entry(
                    key=f"vest:{entry.key}",
                    event=Event.VEST,
                    activity=activity,
                    officer_id=officer,
                    item_id=entry.item_id,
                    occurred_at=activity.occurred_at,
                    posted_at=clock.now(),
                    rule_id=entry.rule_id,
                    vests=entry,
                ),
                (
                    (Place(season, Account.Kind.PENDING, officer), -leg.amount),
                    (Place(season, Account.Kind.OFFICER, officer), leg.amount),
                ),
            )
        )
    return write(drafts)
