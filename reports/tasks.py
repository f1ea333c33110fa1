"""Celery's way to reminders."""

from __future__ import annotations

from celery import shared_task

from reports.services.remind import remind_of_repairs


@shared_task(name="reports.remind_of_repairs", ignore_result=True, time_limit=300)
def remind() -> int:
    """Remind of overdue repairs. Each report is locked and looked at again, so two runs agree."""
    return remind_of_repairs()
