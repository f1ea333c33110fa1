"""The portal's clock: whatever the portal dates, it asks here.

One clock lets a command tell history (the demo's year, a replay) and a test stand at midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told time", default=None)


def now() -> datetime:
    """The present moment, or the one that ``at`` tells."""
    return _told.get() or timezone.now()


def today() -> date:
    """The day in Asia/Seoul."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is ``moment`` (aware) for this thread."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
