"""How fast noted readings are written down."""

from __future__ import annotations

import time
from random import Random

from accounts.models import Office, Officer
from ckp.bench.figures import Figure
from core import clock
from core.redis import client
from knowledge.models import Item, Reading
from knowledge.services.readings import BUFFER, flush_readings

READINGS = 100_000
OFFICERS = 400


def reading_flush() -> Figure:
    """Readings a second of one flush of a full buffer."""
    random = Random(2026)  # noqa: S311 - a spread, not a secret
    flush_readings()
    Reading.objects.all()._raw_delete("default")
    officers = _officers()
    items = list(Item.objects.values_list("pk", flat=True)[:20_000])
    day = clock.today().isoformat()
    noted = {f"{random.choice(items)}:{random.choice(officers)}:{day}" for _ in range(READINGS)}
    redis = client()
    for chunk in _chunks(sorted(noted), 5000):
        redis.sadd(BUFFER, *chunk)
    start = time.perf_counter()
    written = flush_readings()
    seconds = time.perf_counter() - start
    if written != len(noted):
        raise RuntimeError(f"{len(noted)} readings were noted, {written} written.")
    return Figure("reading_flush", round(written / seconds), "readings/s", note=f"{written:,}")


def _officers() -> list[int]:
    office = Office.objects.get(code="BSN")
    Officer.objects.bulk_create(
        [
            Officer(username=f"bench-{n}", name_ko=f"벤치 {n}", office=office, password="!")  # noqa: S106
            for n in range(OFFICERS)
        ],
        ignore_conflicts=True,
    )
    rows = Officer.objects.filter(username__regex=r"^bench-\d+$")
    return list(rows.values_list("pk", flat=True))


def _chunks(values: list[str], size: int) -> list[list[str]]:
    return [values[start : start + size] for start in range(0, len(values), size)]
