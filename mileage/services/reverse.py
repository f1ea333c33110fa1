"""Taking entries back: the opposite legs, at the original amounts, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.models import Activity
from core.services.record import record
from knowledge.services.errors import Refused
from mileage.events import Event
from mileage.locks import lock_balances, lock_entries
from mileage.models import Account, Entry, Leg
from mileage.services.book import write_to_accounts


@transaction.atomic
def reverse(
    *,
    entry: Entry,
    reason: str,
    by: Officer | None = None,
    note: str = "",
    activity: Activity | None = None,
) -> Entry:
    """Take back what the entry gave, and the end of its hold with it. Returns the reversal.

    Taking back twice returns the first reversal. The balance may fall below zero; then the
    reversal is marked as short. Caps are not given back. Without ``activity``, records
    ``mileage.reversed``. Raises Refused for a reversal, an end of hold, and an entry that gave
    nothing.
    """
    if entry.reverses_id is not None:
        raise Refused(_("This takes something back already, and cannot be taken back itself."))
    if entry.vests_id is not None:
        raise Refused(_("Take back the entry whose hold it ended."))
    if entry.is_zero:
        raise Refused(_("This entry gave nothing that could be taken back."))
    lock_entries([entry.pk])
    old = Entry.objects.filter(reverses=entry).first()
    if old is not None:
        return old
    if activity is None:
        activity = record(
            verb="mileage.reversed",
            obj=entry,
            actor=by,
            key=f"mileage.reversed:{entry.key}",
            data={"entry": entry.key, "reason": reason, "note": note},
        )
    vesting = Entry.objects.filter(vests=entry).first()
    undone = [entry] if vesting is None else [vesting, entry]
    return _write_opposites(undone, activity, reason, note)[-1]


@transaction.atomic
def reverse_held(*, activity: Activity, item_id: int, reason: str) -> list[Entry]:
    """Take back what the item's writers have been promised and not yet been paid.

    Only where the activity's actor is one of them: nobody else's deed costs them anything.
    """
    held = Entry.objects.filter(
        item_id=item_id,
        leg_count__gt=0,
        rule__hold_days__gt=0,
        reverses__isnull=True,
        vests__isnull=True,
    )
    lock_entries(held.values_list("pk", flat=True))
    # Read again: while we waited for the locks a hold may have ended.
    entries = list(held.filter(vesting__isnull=True, reversal__isnull=True).order_by("pk"))
    if activity.actor_id not in {entry.officer_id for entry in entries}:
        return []
    return _write_opposites(entries, activity, reason, "")


def _write_opposites(
    entries: Sequence[Entry], activity: Activity, reason: str, note: str
) -> list[Entry]:
    """One reversal for each of these entries, in their order; the last is marked if short."""
    legs: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for leg in Leg.objects.filter(entry__in=entries).order_by("pk"):
        legs[leg.entry_id].append((leg.account_id, -leg.amount))
    drafts = [
        (
            Entry(
                key=f"reversal:{entry.key}",
                event=Event.VEST if entry.vests_id else Event.REVERSAL,
                activity=activity,
                officer_id=entry.officer_id,
                actor_id=activity.actor_id,
                item_id=entry.item_id,
                occurred_at=activity.occurred_at,
                posted_at=clock.now(),
                rule_id=entry.rule_id,
                reason=reason,
                note=note,
                reverses=entry,
            ),
            legs[entry.pk],
        )
        for entry in entries
    ]
    drafts[-1][0].is_short = _falls_below_zero([part for _entry, part in drafts])
    return write_to_accounts(drafts)


def _falls_below_zero(undone: list[list[tuple[int, int]]]) -> bool:
    """Whether an account of an officer ends below zero."""
    change: defaultdict[int, int] = defaultdict(int)
    for legs in undone:
        for account, amount in legs:
            change[account] += amount
    own = Account.objects.filter(
        pk__in=change, kind__in=[Account.Kind.OFFICER, Account.Kind.PENDING]
    ).values_list("pk", flat=True)
    balances = lock_balances(change)
    return any(balances[pk] + change[pk] < 0 for pk in own)
