"""What mileage does when something has happened elsewhere."""

from __future__ import annotations

from core.models import Activity
from core.registry import Handler, handlers


def run(activity: Activity) -> None:
    """Bring one activity into the ledger."""
    from mileage.services.fold import fold

    fold([activity])


def register() -> None:
    from mileage.services.fold import HANDLER, VERBS

    handlers.register(HANDLER, Handler(HANDLER, VERBS, run))
