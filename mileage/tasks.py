"""The periodic work of the ledger."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="mileage.vest", ignore_result=True, time_limit=600)
def vest() -> int:
    """Pay out what has been held long enough. Unique keys make a second run harmless."""
    from mileage.services.vest import vest_due

    return vest_due()


@shared_task(name="mileage.prove", ignore_result=True, time_limit=600)
def prove() -> int:
    """The nightly proof; only reads, but for the record of a failure."""
    from mileage.services.proof import prove as prove_now

    return len(prove_now())
