"""Celery's way to reminders, expiry and calibration."""

from __future__ import annotations

from celery import shared_task

from evaluation.services.calibrate import calibrate
from evaluation.services.expire import remind_and_expire
from evaluation.services.free_leaver import free_leavers


@shared_task(name="evaluation.remind_and_expire", ignore_result=True, time_limit=600)
def remind() -> tuple[int, int]:
    """Free what leavers hold; remind, expire, redraw. Each assignment is locked and looked at
    again, so two runs agree."""
    free_leavers()
    return remind_and_expire()


@shared_task(name="evaluation.calibrate", ignore_result=True, time_limit=600)
def calibrate_week() -> None:
    """This week's calibration, unless it is there: one at a time, one for each Monday."""
    calibrate()
