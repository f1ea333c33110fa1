"""Delivering by hand what the workers deliver in the running portal."""

from __future__ import annotations

from core.models import Outbox
from core.services.deliver import deliver

ROUNDS = 20


def deliver_all() -> int:
    """Deliver every activity of the outbox, and those that the handlers record; how many.

    A handler that fails makes the test fail, with what it said.
    """
    delivered = 0
    for _ in range(ROUNDS):
        ids = list(Outbox.objects.order_by("pk").values_list("pk", flat=True))
        if not ids:
            return delivered
        for activity_id in ids:
            if not deliver(activity_id):
                raise AssertionError(Outbox.objects.get(pk=activity_id).last_error)
            delivered += 1
    raise AssertionError(f"Handlers went on recording for {ROUNDS} rounds.")
