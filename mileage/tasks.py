"""The periodic work of the ledger."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="mileage.vest", ignore_result=True, time_limit=600)
def vest() -> int:
    """Freeze leavers, pay out what has been held long enough. A second run finds it done."""
    from mileage.services.freeze import freeze_leavers
    from mileage.services.vest import vest_due

    freeze_leavers()
    return vest_due()


@shared_task(name="mileage.prove", ignore_result=True, time_limit=600)
def prove() -> int:
    """The nightly proof; only reads, but for the record of a failure."""
    from mileage.services.proof import prove as prove_now

    return len(prove_now())


@shared_task(name="mileage.keep_seasons", ignore_result=True, time_limit=600)
def keep_seasons() -> int:
    """Count the open seasons for the boards, close those that are over, once."""
    from mileage.services.close_season import keep_seasons as keep_now

    return keep_now()
