"""The coordinator's word on a reuse."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator_of
from core import clock
from core.services.record import record
from knowledge.access import is_writer
from knowledge.services.errors import Refused
from knowledge.writers import writer_ids
from mileage.locks import lock_reuse
from mileage.models import Reuse


@transaction.atomic
def decide_reuse(*, reuse: Reuse, by: Officer, is_verified: bool) -> Reuse:
    """Verify that the item was used, which pays its writers, or not. Raises Refused.

    The coordinator of the item's office or an administrator decides: neither who tells it nor
    who wrote the item.
    """
    fresh = lock_reuse(reuse.pk)
    item = fresh.item
    if not (is_coordinator_of(by, item.office_id) or is_admin(by)):
        raise Refused(_("Only the KM coordinator of the office in charge can do that."))
    if by.pk == fresh.officer_id or is_writer(by, item):
        raise Refused(_("You are concerned yourself. Ask another coordinator or an administrator."))
    if fresh.state != Reuse.State.TOLD:
        raise Refused(_("It has been decided already. Reload the page to see how."))
    fresh.state = Reuse.State.VERIFIED if is_verified else Reuse.State.DECLINED
    fresh.decided_by, fresh.decided_at = by, clock.now()
    fresh.save(update_fields=["state", "decided_by", "decided_at"])
    record(
        verb=f"mileage.reuse_{fresh.state}",
        obj=fresh,
        actor=by,
        key=f"mileage.reuse_{fresh.state}:{fresh.pk}",
        data={
            "item": item.pk,
            "officer": fresh.officer_id,
            "season": fresh.season.code,
            "writers": writer_ids(item),
        },
        # The half-year in which it was used decides, and the rule of that day.
        occurred_at=fresh.told_at,
    )
    return fresh
