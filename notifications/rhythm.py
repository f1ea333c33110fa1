"""When collected mail goes out. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from notifications.models import DigestTime

DAY = timedelta(days=1)


def next_digest(time: DigestTime, after: datetime) -> datetime:
    """The first moment of the officer's digest later than ``after`` (aware)."""
    moment = next_daily(time, after)
    if time.every == DigestTime.Every.WEEK:
        moment += DAY * ((time.weekday - moment.weekday()) % 7)
    return moment


def next_daily(time: DigestTime, after: datetime) -> datetime:
    """The same for what waits until the next day only: what was too much for one day."""
    local = localtime(after)
    moment = local.replace(hour=time.hour, minute=0, second=0, microsecond=0)
    return moment if moment > local else moment + DAY
