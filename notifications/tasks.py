"""Celery's way to the mail."""

from __future__ import annotations

from celery import shared_task

from notifications.services.send import send_due


@shared_task(name="notifications.send_mail", ignore_result=True, time_limit=300)
def send_mail() -> int:
    """Send the mail that is due; each notice is claimed first, so two workers do not meet."""
    return send_due()
