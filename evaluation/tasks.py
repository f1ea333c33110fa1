"""Celery's way to reminders, expiry and calibration."""

from __future__ import annotations

from celery import shared_task

from evaluation.services.audit import close_audits
from evaluation.services.calibrate import calibrate
from evaluation.services.certificates import remind_and_lapse
from evaluation.services.expire import remind_and_expire
from evaluation.services.free_leaver import free_leavers
from evaluation.services.honour import honour_useful
from evaluation.services.sheets import freeze_sheets
from evaluation.services.suspend import suspend_where_due
from evaluation.services.watch import raise_alerts


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


@shared_task(name="evaluation.close_audits", ignore_result=True, time_limit=600)
def audits() -> tuple[int, int]:
    """Close audits, suspend after misses. Each row is locked and looked at again."""
    return close_audits(), suspend_where_due()


@shared_task(name="evaluation.look_after_evaluators", ignore_result=True, time_limit=600)
def look_after_evaluators() -> tuple[int, int, int, int]:
    """Certificates, sheets of the quarter that is over, the useful of the season that is over.

    What was done is found done: a certificate is locked, sheets and honours are made one job at a
    time, once for a quarter and a season.
    """
    return (*remind_and_lapse(), freeze_sheets(), honour_useful())


@shared_task(name="evaluation.raise_alerts", ignore_result=True, time_limit=1200)
def watch() -> int:
    """Raise the alerts of the night; one job at a time, each alert once a quarter."""
    return len(raise_alerts())
