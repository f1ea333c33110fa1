"""What becomes of a request for a reward."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from knowledge.services.errors import Refused
from mileage.approvers import decides_for
from mileage.locks import lock_redemption, lock_reward
from mileage.models import Redemption, Reward
from mileage.services.redeem import give_back

State = Redemption.State
REASON_LENGTH = 300


def approve_redemption(*, redemption: Redemption, by: Officer, reason: str = "") -> Redemption:
    """Say yes. Raises Refused where it has been decided, and for whoever may not decide it."""
    return _decide(redemption, by, State.APPROVED, after=State.REQUESTED, reason=reason)


def refuse_redemption(*, redemption: Redemption, by: Officer, reason: str) -> Redemption:
    """Say no, and why; the points go back. Raises Refused as approving does."""
    return _decide(redemption, by, State.REFUSED, after=State.REQUESTED, reason=reason)


def reverse_redemption(*, redemption: Redemption, by: Officer, reason: str) -> Redemption:
    """Take back what was approved, and say why; the points go back. Raises Refused."""
    return _decide(redemption, by, State.REVERSED, after=State.APPROVED, reason=reason)


def cancel_redemption(*, redemption: Redemption, by: Officer) -> Redemption:
    """Take one's own request back while it waits; the points go back. Raises Refused."""
    return _decide(redemption, by, State.CANCELLED, after=State.REQUESTED, reason="")


@transaction.atomic
def _decide(
    redemption: Redemption, by: Officer, state: State, *, after: State, reason: str
) -> Redemption:
    """The one way from a state to the next; records ``redemption.decided``."""
    row = lock_redemption(redemption.pk)
    reason = reason.strip()
    if state == State.CANCELLED:
        if row.officer_id != by.pk:
            raise Refused(_("Only the officer who asked for it can cancel it."))
    elif row.officer_id == by.pk:
        raise Refused(_("Nobody decides their own request. Somebody else will."))
    elif not decides_for(by, row.officer):
        raise Refused(_("The coordinators and leaders of the officer's office decide this."))
    if row.state != after:
        raise Refused(_("It has been decided in the meantime. Reload the page to see how."))
    if state in (State.REFUSED, State.REVERSED) and not reason:
        raise Refused(_("Say why: the officer will read it."))
    if len(reason) > REASON_LENGTH:
        raise Refused(_("The reason is too long. Say it in 300 characters."))
    row.state, row.decided_by, row.decided_at, row.reason = state, by, clock.now(), reason
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    if row.was_returned:
        lock_reward(row.reward_id)
        Reward.objects.filter(pk=row.reward_id, stock__isnull=False).update(stock=F("stock") + 1)
    activity = record(
        verb="redemption.decided",
        obj=row,
        actor=by,
        key=f"redemption.decided:{row.pk}:{state}",
        data={
            "officer": row.officer_id,
            "reward": row.reward_id,
            "points": row.points,
            "state": state,
            "reason": reason,
        },
    )
    give_back(activity)
    return row
