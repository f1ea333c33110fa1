"""Celery's way into this app."""

from __future__ import annotations

from celery import shared_task


@shared_task(
    name="knowledge.flush_readings",
    ignore_result=True,
    acks_late=True,  # rows that exist count for nothing, so it may run again
    time_limit=120,
)
def flush_readings() -> int:
    """Write down who read what since the last time."""
    from knowledge.services.readings import flush_readings as flush

    return flush()
