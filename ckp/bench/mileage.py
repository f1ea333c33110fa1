"""The ledger with a whole year, and under contention: what ``manage.py mileage_year`` measures."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.management import CommandError, call_command
from django.db import connection

from accounts.services.offices import load_offices
from ckp.bench import contention, year
from core import clock
from knowledge.models import Reading
from knowledge.services.categories import load_categories
from knowledge.services.readings import flush_readings
from mileage.models import Entry
from mileage.services.fold import fold_undelivered
from mileage.services.policies import load_start_policy
from mileage.services.proof import differences
from mileage.services.replay import replay
from mileage.services.vest import vest_due

T = TypeVar("T")


def run(out: Any, *, processes: int, soak: int, with_year: bool) -> None:
    """Measure and say so. Raises CommandError where something is not as it must be."""
    call_command("migrate", verbosity=0)
    load_offices()
    load_categories()
    load_start_policy()
    if with_year:
        _year(out)
    for few in (year.OFFICERS, contention.FEW):
        rate, entries = contention.throughput(processes=processes, officers=few)
        out.write(
            f"posting, {processes} processes, {few:,} officers: {rate:,.0f} entries/s"
            f" ({entries:,} entries, one activity a transaction)"
        )
    _prove(out)
    if soak:
        out.write(f"soak of {soak} s, {processes} processes, {contention.FEW} officers")
        outcome = contention.soak(processes=processes, seconds=soak)
        for line in outcome.lines():
            out.write(f"  {line}")
        _prove(out)
        if outcome.deadlocks or outcome.errors:
            raise CommandError("There were deadlocks or errors.")


def _year(out: Any) -> None:
    def timed(what: str, work: Callable[[], T]) -> T:
        begin = time.perf_counter()
        result = work()
        out.write(f"{what:<44}{time.perf_counter() - begin:>8.2f} s")
        return result

    def generate() -> tuple[list[int], list[int]]:
        officers = year.officers(year.OFFICERS)
        items = year.items(year.REGISTERED, officers)
        year.log(year.activities(items, officers))
        return items, officers

    items, officers = timed(
        f"generate {year.REGISTERED:,} registrations, {year.EVALUATED:,} evaluations", generate
    )
    noted = timed("note the readings", lambda: year.note_readings(items, officers, year.READ))
    flushed = timed(f"flush {noted:,} readings", flush_readings)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    before = Entry.objects.count()
    folded = timed("fold", fold_undelivered)
    out.write(f"  {folded:,} activities gave {Entry.objects.count() - before:,} entries")
    vested = timed("end the holds that are over", vest_due)
    out.write(f"  {vested:,} entries paid out, as of {clock.today()}")
    _prove(out)
    outcome = timed("replay --check", replay)
    out.write(f"  {outcome.entries:,} entries replayed, {outcome.different} different")
    if outcome.different:
        raise CommandError("\n".join(outcome.lines))
    # Authors are no readers of their own items.
    if flushed != Reading.objects.count():
        raise CommandError(f"{flushed} readings were flushed, {Reading.objects.count()} are there.")


def _prove(out: Any) -> None:
    begin = time.perf_counter()
    found = differences()
    seconds = time.perf_counter() - begin
    out.write(f"{'prove all balances':<44}{seconds:>8.2f} s  ({len(found)} differ)")
    if found:
        raise CommandError(f"Balances that differ: {len(found)}.")
