"""The only row locks of the ledger.

The order is: an officer, a season or a ticket (nobody holds two of them), a redemption, a reward,
entries by id, uses of caps by (officer, rule, window), balances by account. Whoever keeps to it
never waits in a circle. Rows that are missing are created in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import sleep

from django.db import connection

from accounts.models import Officer
from mileage.models import Adjustment, Entry, Redemption, Reuse, Reward, Season

Window = tuple[int, int, str]

CREATE_USES = """
INSERT INTO mileage_capuse (officer_id, rule_id, "window", used)
SELECT officer, rule, part, 0
FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS wanted(officer, rule, part)
ON CONFLICT DO NOTHING
"""
LOCK_USES = """
SELECT officer_id, rule_id, "window", id, used FROM mileage_capuse
JOIN unnest(%s::bigint[], %s::bigint[], %s::text[]) AS wanted(officer, rule, part)
    ON officer_id = officer AND rule_id = rule AND "window" = part
ORDER BY officer_id, rule_id, "window" COLLATE "C"
FOR NO KEY UPDATE OF mileage_capuse
"""
LOCK_BALANCES = """
SELECT account_id, amount FROM mileage_balance WHERE account_id = ANY(%s::bigint[])
ORDER BY account_id FOR NO KEY UPDATE
"""


@dataclass(slots=True)
class Use:
    """A locked row of CapUse: its id and the points used, which the holder may raise."""

    pk: int
    used: int


def lock_officer(officer_id: int) -> Officer:
    """An officer, before anything of the ledger: whose account is being frozen or thawed."""
    return Officer.objects.select_for_update(no_key=True).get(pk=officer_id)


# Any number that no other advisory lock of the database uses.
FREEZING = 0x434B5006
# How often, and after how many seconds, who freezes looks whether somebody is posting.
TRIES, PAUSE = 20, 0.05


def lock_posting() -> None:
    """Until the transaction ends nobody is frozen or thawed; others may post meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [FREEZING])


def try_lock_freezing() -> bool:
    """Let nobody post until the transaction ends; False if others went on posting.

    Not waiting in line: behind whoever waits for a long transaction, all postings would wait.
    """
    for attempt in range(TRIES):
        if attempt:
            sleep(PAUSE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FREEZING])
            if cursor.fetchone()[0]:
                return True
    return False


def lock_adjustment(adjustment_id: int) -> Adjustment:
    """A ticket, before anything that it posts."""
    return Adjustment.objects.select_for_update(no_key=True).get(pk=adjustment_id)


def lock_reuse(reuse_id: int) -> Reuse:
    """A reuse that is being decided."""
    rows = Reuse.objects.select_related("item", "season").select_for_update(
        of=("self",), no_key=True
    )
    return rows.get(pk=reuse_id)


def lock_season(season_id: int) -> Season:
    """A season whose totals are being counted or closed, before its balances."""
    return Season.objects.select_for_update(no_key=True).get(pk=season_id)


def lock_redemption(redemption_id: int) -> Redemption:
    """A redemption, before its reward and what it moves."""
    return Redemption.objects.select_for_update(no_key=True).get(pk=redemption_id)


def lock_reward(reward_id: int) -> Reward:
    """A reward whose stock changes, before what is paid for it."""
    return Reward.objects.select_for_update(no_key=True).get(pk=reward_id)


def lock_entries(entry_ids: Iterable[int], *, skip_locked: bool = False) -> list[Entry]:
    """These entries, held until the transaction ends; without those that others hold if wished.

    ``no_key``: legs and reversals may go on pointing at them.
    """
    rows = Entry.objects.filter(pk__in=list(entry_ids)).order_by("pk")
    return list(rows.select_for_update(no_key=True, skip_locked=skip_locked))


def lock_cap_uses(windows: Iterable[Window]) -> dict[Window, Use]:
    """The uses of (officer, rule, window), created at zero where absent.

    In SQL, as a fold asks for tens of thousands at a time.
    """
    wanted = sorted(set(windows))
    if not wanted:
        return {}
    columns = [list(column) for column in zip(*wanted, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(CREATE_USES, columns)
        cursor.execute(LOCK_USES, columns)
        return {(o, r, w): Use(pk, used) for o, r, w, pk, used in cursor.fetchall()}


def lock_balances(account_ids: Iterable[int]) -> dict[int, int]:
    """The points of these accounts by id, held until the transaction ends.

    In SQL, as a fold asks for thousands at a time.
    """
    wanted = list(account_ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LOCK_BALANCES, [wanted])
        return dict(cursor.fetchall())
