"""Writing entries with their legs, and the balances with them: the one place that does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from mileage.locks import lock_balances
from mileage.models import Entry
from mileage.services.copying import copy_rows

FIND_ACCOUNTS = """
SELECT season_id, kind, coalesce(officer_id, 0), id FROM mileage_account
JOIN unnest(%(seasons)s::bigint[], %(kinds)s::text[], %(officers)s::bigint[])
    AS wanted(season, sort, officer)
    ON season_id = season AND kind = sort AND officer_id = officer
UNION ALL
SELECT season_id, kind, 0, id FROM mileage_account
JOIN unnest(%(seasons)s::bigint[], %(kinds)s::text[], %(officers)s::bigint[])
    AS wanted(season, sort, officer)
    ON season_id = season AND kind = sort AND officer_id IS NULL AND officer = 0
"""
CREATE_ACCOUNTS = """
INSERT INTO mileage_account (season_id, kind, officer_id)
SELECT season, sort, nullif(officer, 0)
FROM unnest(%(seasons)s::bigint[], %(kinds)s::text[], %(officers)s::bigint[])
    AS wanted(season, sort, officer)
ON CONFLICT DO NOTHING
"""
CREATE_BALANCES = """
INSERT INTO mileage_balance (account_id, amount) SELECT unnest(%s::bigint[]), 0
ON CONFLICT DO NOTHING
"""
NUMBERS = """
SELECT nextval(pg_get_serial_sequence('mileage_entry', 'id')) FROM generate_series(1, %s)
"""
ADD_TO_BALANCES = """
UPDATE mileage_balance SET amount = mileage_balance.amount + new.change, last_entry_id = new.entry
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS new(account, change, entry)
WHERE mileage_balance.account_id = new.account
"""


class Place(NamedTuple):
    """Which account: a kind, a season and, for officers' accounts, an officer (else 0)."""

    season_id: int
    kind: str
    officer_id: int = 0


class Row(NamedTuple):
    """The columns of an entry, but for its number and the number of its legs."""

    key: str
    event: str
    activity_id: int | None
    officer_id: int
    actor_id: int | None
    item_id: int | None
    occurred_at: datetime
    posted_at: datetime
    rule_id: int | None
    reason: str
    note: str = ""
    is_short: bool = False
    reverses_id: int | None = None
    vests_id: int | None = None


COLUMNS = ("id", "leg_count", *Row._fields)
NULLABLE = tuple(column for column in COLUMNS if column.endswith("_id") and column != "officer_id")
LEG = ("entry_id", "account_id", "amount")

Legs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsaved entry and what it moves; ``legs`` sum to zero, none is zero."""

    entry: Entry
    legs: tuple[tuple[Place, int], ...] = ()


def write(drafts: Sequence[Draft]) -> list[Entry]:
    """Save the drafts in their order, within the caller's transaction.

    Raises IntegrityError where a key is taken; the caller has looked before, under a lock.
    """
    ids = accounts_at(place for draft in drafts for place, _ in draft.legs)
    return write_to_accounts(
        [(draft.entry, [(ids[place], amount) for place, amount in draft.legs]) for draft in drafts]
    )


def write_to_accounts(drafts: Sequence[tuple[Entry, list[tuple[int, int]]]]) -> list[Entry]:
    """Save (entry, [(account, points)]) as ``write`` does, for accounts that exist."""
    rows = [(Row(*(getattr(e, name) for name in Row._fields)), legs) for e, legs in drafts]
    entries = [entry for entry, _ in drafts]
    for entry, number, (_, legs) in zip(entries, write_rows(rows), drafts, strict=True):
        entry.pk, entry.leg_count, entry._state.adding = number, len(legs), False
    return entries


def write_rows(rows: Sequence[tuple[Row, Legs]]) -> list[int]:
    """Save (entry, [(account, points)]) in their order; the numbers of the entries.

    Entries go in by key: two who bring the same keys then never wait for each other in a circle.
    All legs go in with one statement: triggers look at an entry's legs together.
    """
    if not rows:
        return []
    lock_balances({account for _, legs in rows for account, _ in legs})
    numbers = _numbers(len(rows))
    by_key = sorted(zip(numbers, rows, strict=True), key=lambda numbered: numbered[1][0].key)
    entries = ((pk, len(legs), *row) for pk, (row, legs) in by_key)
    copy_rows("mileage_entry", COLUMNS, entries, NULLABLE)
    legs = [
        (pk, account, amount)
        for pk, (_, moved) in zip(numbers, rows, strict=True)
        for account, amount in moved
    ]
    if legs:
        copy_rows("mileage_leg", LEG, legs)
        _add_to_balances(legs)
    return numbers


def accounts_at(places: Iterable[Place]) -> dict[Place, int]:
    """The ids of these accounts, created with a balance of zero where absent."""
    wanted = sorted(set(places))
    found = _find_accounts(wanted)
    missing = [place for place in wanted if place not in found]
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(CREATE_ACCOUNTS, _columns(missing))
        created = _find_accounts(missing)
        with connection.cursor() as cursor:
            cursor.execute(CREATE_BALANCES, [sorted(created.values())])
        found |= created
    return found


def _find_accounts(places: Sequence[Place]) -> dict[Place, int]:
    if not places:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(FIND_ACCOUNTS, _columns(places))
        return {Place(season, kind, who): pk for season, kind, who, pk in cursor.fetchall()}


def _columns(places: Sequence[Place]) -> dict[str, list[object]]:
    seasons, kinds, officers = (list(column) for column in zip(*places, strict=True))
    return {"seasons": seasons, "kinds": kinds, "officers": officers}


def _numbers(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [count])
        return [number for (number,) in cursor.fetchall()]


def _add_to_balances(legs: Iterable[tuple[int, int, int]]) -> None:
    changes: defaultdict[int, int] = defaultdict(int)
    last: dict[int, int] = {}
    for entry, account, amount in legs:
        changes[account] += amount
        last[account] = entry
    with connection.cursor() as cursor:
        cursor.execute(
            ADD_TO_BALANCES,
            [list(changes), list(changes.values()), [last[account] for account in changes]],
        )
