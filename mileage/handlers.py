"""What mileage does when something has happened elsewhere."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from core.models import Activity
from core.registry import Handler, handlers


def run(activity: Activity) -> None:
    """Bring one activity into the ledger."""
    from mileage.services.fold import fold

    try:
        with transaction.atomic():
            fold([activity])
    except IntegrityError:
        # Another worker has written the same at the same moment: now it is seen.
        fold([activity])


def register() -> None:
    from mileage.services.fold import HANDLER, VERBS

    handlers.register(HANDLER, Handler(HANDLER, VERBS, run))
