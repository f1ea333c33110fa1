"""Writing entries with their legs, and the balances with them: the one place that does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from mileage.locks import lock_balances
from mileage.models import Account, Balance, Entry

BATCH = 5000


class Place(NamedTuple):
    """Which account: a kind, a season and, for officers' accounts, an officer (else 0)."""

    season_id: int
    kind: str
    officer_id: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsaved entry and what it moves; ``legs`` sum to zero, none is zero."""

    entry: Entry
    legs: tuple[tuple[Place, int], ...] = ()


def accounts_at(places: Iterable[Place]) -> dict[Place, int]:
    """The ids of these accounts, created with a balance of zero where absent."""
    wanted = sorted(set(places))
    found = _find_accounts(wanted)
    missing = [place for place in wanted if place not in found]
    if missing:
        Account.objects.bulk_create(
            [
                Account(
                    season_id=place.season_id, kind=place.kind, officer_id=place.officer_id or None
                )
                for place in missing
            ],
            ignore_conflicts=True,
        )
        found |= _find_accounts(missing)
        Balance.objects.bulk_create(
            [Balance(account_id=found[place]) for place in missing], ignore_conflicts=True
        )
    return found


def _find_accounts(places: Sequence[Place]) -> dict[Place, int]:
    rows = Account.objects.filter(
        season_id__in={place.season_id for place in places},
        kind__in={place.kind for place in places},
    )
    officers = {place.officer_id for place in places if place.officer_id}
    own = rows.filter(officer_id__in=officers) if officers else rows.none()
    common = rows.filter(officer_id__isnull=True)
    return {
        Place(season, kind, officer or 0): pk
        for pk, season, kind, officer in own.union(common, all=True).values_list(
            "pk", "season_id", "kind", "officer_id"
        )
    }


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
    lock_balances({account for _, legs in drafts for account, _ in legs})
    for entry, legs in drafts:
        entry.leg_count = len(legs)
    entries = Entry.objects.bulk_create([entry for entry, _ in drafts], batch_size=BATCH)
    _insert_legs(
        [(entry.pk, account, amount) for entry, legs in drafts for account, amount in legs]
    )
    changes: defaultdict[int, int] = defaultdict(int)
    last: dict[int, int] = {}
    for entry, legs in drafts:
        for account, amount in legs:
            changes[account] += amount
            last[account] = entry.pk
    _add_to_balances(changes, last)
    return entries


def _insert_legs(legs: Sequence[tuple[int, int, int]]) -> None:
    """Save (entry, account, points); in SQL, as a fold writes tens of thousands."""
    if not legs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mileage_leg (entry_id, account_id, amount)"
            " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[])",
            [list(column) for column in zip(*legs, strict=True)],
        )


def _add_to_balances(changes: dict[int, int], last: dict[int, int]) -> None:
    if not changes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mileage_balance SET amount = mileage_balance.amount + new.change,"
            " last_entry_id = new.entry"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS new(account, change, entry)"
            " WHERE mileage_balance.account_id = new.account",
            [list(changes), list(changes.values()), [last[account] for account in changes]],
        )
