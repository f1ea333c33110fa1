"""The only row locks of the ledger.

The order is: entries by id, uses of caps by (officer, rule, window), balances by account. Whoever
keeps to it never waits in a circle. Rows that are missing are created in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable

from mileage.models import Balance, CapUse, Entry

Window = tuple[int, int, str]


def lock_entries(entry_ids: Iterable[int], *, skip_locked: bool = False) -> list[Entry]:
    """These entries, held until the transaction ends; without those that others hold if wished.

    ``no_key``: legs and reversals may go on pointing at them.
    """
    rows = Entry.objects.filter(pk__in=list(entry_ids)).order_by("pk")
    return list(rows.select_for_update(no_key=True, skip_locked=skip_locked))


def lock_cap_uses(windows: Iterable[Window]) -> dict[Window, CapUse]:
    """The uses of (officer, rule, window), created at zero where absent."""
    wanted = sorted(set(windows))
    if not wanted:
        return {}
    CapUse.objects.bulk_create(
        [CapUse(officer_id=o, rule_id=r, window=w) for o, r, w in wanted],
        ignore_conflicts=True,
    )
    rows = (
        CapUse.objects.filter(
            officer_id__in={o for o, _, _ in wanted},
            rule_id__in={r for _, r, _ in wanted},
            window__in={w for _, _, w in wanted},
        )
        .order_by("officer_id", "rule_id", "window")
        .select_for_update(no_key=True)
    )
    return {(use.officer_id, use.rule_id, use.window): use for use in rows}


def lock_balances(account_ids: Iterable[int]) -> dict[int, Balance]:
    """The balances of these accounts."""
    rows = Balance.objects.filter(pk__in=list(account_ids)).order_by("pk")
    return {balance.pk: balance for balance in rows.select_for_update(no_key=True)}
