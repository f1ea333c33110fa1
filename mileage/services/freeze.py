"""Officers who leave: their points stay, and no more come, until they are back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from accounts.models import Officer
from core import clock
from core.models import Activity
from core.services.record import record
from mileage.events import Event, Reason
from mileage.locks import lock_officer, try_lock_freezing
from mileage.models import Entry
from mileage.services.book import Draft, write
from mileage.services.past import frozen_among


def freeze_leavers() -> int:
    """Freeze the accounts of those who have left, thaw those of the returned; how many.

    An account is one of somebody for whom the ledger has an entry.
    """
    known = set(
        Officer.objects.filter(Q(is_active=False), mileage_entries__isnull=False)
        .order_by()
        .values_list("pk", flat=True)
        .distinct()
    )
    ever = Entry.objects.filter(event=Event.FREEZE).values("officer_id")
    frozen = frozen_among(Officer.objects.filter(pk__in=ever).values_list("pk", flat=True))
    changed = 0
    for officer_id in sorted(known ^ frozen):
        changed += _turn(officer_id, is_leaver=officer_id in known)
    return changed


@transaction.atomic
def _turn(officer_id: int, *, is_leaver: bool) -> int:
    """One zero entry says since when; the decision is an activity, so that a replay finds it.

    While others go on posting it is left to the next run.
    """
    # Two jobs meet here: the second finds it done.
    lock_officer(officer_id)
    if not try_lock_freezing():
        return 0
    if (officer_id in frozen_among([officer_id])) == is_leaver:
        return 0
    number = Entry.objects.filter(
        officer_id=officer_id, event__in=[Event.FREEZE, Event.THAW]
    ).count()
    event = Event.FREEZE if is_leaver else Event.THAW
    activity = record(
        verb="mileage.frozen",
        obj=Officer(pk=officer_id),
        key=f"mileage.frozen:{officer_id}:{number}",
        data={"officer": officer_id, "event": event, "number": number},
    )
    write_frost(activity)
    return 1


@transaction.atomic
def write_frost(activity: Activity) -> Entry:
    """The zero entry of a freezing or thawing."""
    data = activity.data
    entry = Entry(
        key=f"{data['event']}:{data['officer']}:{data['number']}",
        event=data["event"],
        activity=activity,
        officer_id=data["officer"],
        occurred_at=activity.occurred_at,
        posted_at=clock.now(),
        reason=Reason.LEFT if data["event"] == Event.FREEZE else Reason.BACK,
    )
    return write([Draft(entry)])[0]
