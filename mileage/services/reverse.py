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
    return _write_opposites(_with_holds([entry]), activity, reason, note)[-1]


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


@transaction.atomic
def reverse_superior(*, activity: Activity, root: int, item_id: int, reason: str) -> list[Entry]:
    """Take back what was paid for the chain of rounds that began with ``root``.

    Later rounds of the chain may pay again. What was taken back before stays so.
    """
    paid = Entry.objects.filter(
        event=Event.SUPERIOR,
        item_id=item_id,
        key__startswith=f"superior:{root}:",
        leg_count__gt=0,
    )
    lock_entries(paid.values_list("pk", flat=True))
    entries = list(paid.filter(reversal__isnull=True).order_by("pk"))
    return _write_opposites(_with_holds(entries), activity, reason, "")


def _with_holds(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, each after the end of its hold if it has come."""
    ends = {end.vests_id: end for end in Entry.objects.filter(vests__in=entries)}
    return [one for entry in entries for one in (ends.get(entry.pk), entry) if one is not None]


def _write_opposites(
    entries: Sequence[Entry], activity: Activity, reason: str, note: str
) -> list[Entry]:
    """One reversal for each of these entries, in their order.

    The last of each officer is marked if it leaves less than nothing.
    """
    if not entries:
        return []
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
    short = _below_zero([part for _entry, part in drafts])
    for entry in {entry.officer_id: entry for entry, _part in drafts}.values():
        entry.is_short = entry.officer_id in short
    return write_to_accounts(drafts)


def _below_zero(undone: list[list[tuple[int, int]]]) -> set[int]:
    """The officers of whom an account ends below zero."""
    change: defaultdict[int, int] = defaultdict(int)
    for legs in undone:
        for account, amount in legs:
            change[account] += amount
    balances = lock_balances(change)
    own: dict[int, int] = dict(
        Account.objects.filter(pk__in=change, officer__isnull=False).values_list("pk", "officer_id")
    )
    return {own[pk] for pk in own if balances[pk] + change[pk] < 0}
