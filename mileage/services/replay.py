"""The ledger once more, from the activity log alone, beside the one there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Min

from core.models import Delivery
from mileage.models import Entry
from mileage.postings import POSTING
from mileage.services.fold import HANDLER, VERBS, chunks, fold, many

TABLES = ("account", "entry", "leg", "balance", "capuse", "itemhold")
SHOWN = 20

# An entry as a text that does not depend on ids of the ledger's own rows.
ROWS = """
SELECT e.key, concat_ws(' ', e.event, e.officer_id, 'rule', e.rule_id, e.reason, e.is_short,
    e.occurred_at AT TIME ZONE 'UTC', 'item', e.item_id, 'activity', e.activity_id, origin.key,
    legs.text) AS line
FROM {schema}.mileage_entry e
LEFT JOIN {schema}.mileage_entry origin ON origin.id = coalesce(e.reverses_id, e.vests_id)
LEFT JOIN (
    SELECT l.entry_id, string_agg(concat_ws(' ', a.kind, a.officer_id, season.code, l.amount),
        ', ' ORDER BY a.kind, a.officer_id) AS text
    FROM {schema}.mileage_leg l
    JOIN {schema}.mileage_account a ON a.id = l.account_id
    JOIN {main}.mileage_season season ON season.id = a.season_id
    GROUP BY l.entry_id
) legs ON legs.entry_id = e.id
WHERE e.activity_id IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many entries were replayed, how many differ, and the first of those in words."""

    entries: int
    different: int
    lines: list[str]


def replay() -> Outcome:
    """Replay the log into a scratch ledger and compare it with the real one, row for row.

    Reads one snapshot, locks nothing that others use, and leaves nothing behind. The activities
    come in the order in which the ledger took them, which decides who met a cap first. Entries
    that no activity tells of (adjustments by hand) are left out.
    """
    fresh = not connection.in_atomic_block
    with transaction.atomic():
        if fresh:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        order = _order()
        with _scratch_tables() as (main, scratch):
            with many():
                for activities in chunks(order):
                    fold(activities)
            outcome = _compare(main, scratch)
        transaction.set_rollback(True)
    return outcome


def _order() -> list[int]:
    """Ids of what the ledger has taken, as it took them.

    An activity stands where its first entry does: numbers are given under the locks, so that
    they tell who met a cap first. One that pays and left no entry found its keys taken: it
    comes last, and finds them again. A withdrawal that undid nothing stands where it was
    delivered, as later there may be something to undo.
    """
    first: dict[int, int] = dict(
        Entry.objects.filter(activity__isnull=False)
        .values_list("activity_id")
        .annotate(first=Min("pk"))
        .order_by()
    )
    delivered = Delivery.objects.filter(handler=HANDLER, activity__verb__in=VERBS).order_by("pk")
    places = [(place, pk) for pk, place in first.items()]
    last: list[int] = []
    latest = 0
    for pk, verb in delivered.values_list("activity_id", "activity__verb"):
        latest = max(latest, first.get(pk, 0))
        if pk in first:
            continue
        if verb in POSTING:
            last.append(pk)
        else:
            places.append((latest, pk))
    return [pk for _place, pk in sorted(places)] + last


@contextmanager
def _scratch_tables() -> Iterator[tuple[str, str]]:
    """Empty temporary tables that hide the ledger's own; the names of both schemas.

    PostgreSQL looks among temporary tables first, so that the services write there unchanged.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        main = cursor.fetchone()[0]
        for table in TABLES:
            cursor.execute(
                f"CREATE TEMPORARY TABLE mileage_{table}"
                f" (LIKE {main}.mileage_{table} INCLUDING ALL) ON COMMIT DROP"
            )
    try:
        yield main, "pg_temp"
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                for table in TABLES:
                    cursor.execute(f"DROP TABLE pg_temp.mileage_{table}")


def _compare(main: str, scratch: str) -> Outcome:
    there = ROWS.format(schema=main, main=main)
    again = ROWS.format(schema=scratch, main=main)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(a.key, b.key), a.line, b.line, count(*) OVER ()"  # noqa: S608
            f" FROM ({there}) a FULL JOIN ({again}) b ON a.key = b.key"
            f" WHERE a.line IS DISTINCT FROM b.line ORDER BY 1 LIMIT {SHOWN}"
        )
        rows = cursor.fetchall()
        cursor.execute(f"SELECT count(*) FROM {scratch}.mileage_entry")  # noqa: S608
        entries = cursor.fetchone()[0]
    lines = [f"{key}: ledger [{one}], replay [{other}]" for key, one, other, _count in rows]
    return Outcome(entries, rows[0][3] if rows else 0, lines)
