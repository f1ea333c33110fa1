"""Celery's way to reminders and expiry."""

from __future__ import annotations

from celery import shared_task

from evaluation.services.expire import remind_and_expire


@shared_task(name="evaluation.remind_and_expire", ignore_result=True, time_limit=600)
def remind() -> tuple[int, int]:
    """Remind, expire, redraw. Each assignment is locked and looked at again, so two runs agree."""
    return remind_and_expire()
