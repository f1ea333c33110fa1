"""The third segment: what close or contradictory scores cannot decide goes before people."""

from __future__ import annotations

from django.db import transaction

from core.services.record import record
from evaluation.locks import lock_round
from evaluation.models import Assignment, Round

BEFORE_THE_PANEL = (Round.State.ASSIGNING, Round.State.COLLECTING, Round.State.SCORED)


@transaction.atomic
def send_to_panel(*, round_: Round) -> Round:
    """Put a scored round before the panel; the round as it is then. Done twice, nothing changes.

    Evaluations that are still at work leave their desks. A round that is decided or void stays.
    """
    round = lock_round(round_.pk)
    if round.state not in BEFORE_THE_PANEL:
        return round
    Assignment.objects.filter(round=round, state__in=Assignment.OPEN).update(
        state=Assignment.State.VOIDED
    )
    round.state = Round.State.PANEL
    round.save(update_fields=["state"])
    record(
        verb="round.to_panel",
        obj=round,
        key=f"round.to_panel:{round.pk}",
        data={"item": round.item_id, "round": round.pk},
    )
    return round
