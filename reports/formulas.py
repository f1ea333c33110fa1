"""When reporters pause. Knows no database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta


def paused_until(
    decided: Iterable[tuple[datetime, bool]], *, window: int, most_dismissed: float, pause_days: int
) -> datetime | None:
    """Until when an officer may not report, None if they have no reason to pause.

    ``decided``: when each of the officer's reports was decided, and whether it was dismissed. If
    more than ``most_dismissed`` (a share) of ``window`` were dismissed among the last ``window``,
    the pause lasts ``pause_days`` days from the last dismissal among them.
    """
    last = sorted(decided)[-window:]
    dismissed = [moment for moment, was_dismissed in last if was_dismissed]
    if len(dismissed) <= most_dismissed * window:
        return None
    return dismissed[-1] + timedelta(days=pause_days)
