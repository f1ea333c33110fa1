"""What becomes of a repair that nobody makes, and of reports on what is taken out of use."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.services.retire import hide_item, retire_item
from knowledge.services.touch import touch
from reports.locks import lock_report, lock_reports
from reports.models import UNDER_REPAIR, Outcome, Report, State
from reports.services.guards import require_judge, require_state
from reports.services.tell import tell


@transaction.atomic
def retire_overdue(*, report: Report, by: Officer, reason: str) -> Report:
    """Take the item out of use because its repair is overdue. Raises Refused.

    That closes this report and all others on the item that wait for a repair.
    """
    fresh = _overdue(report, by)
    retire_item(item=fresh.item, by=by, reason=reason)
    close_retired(item_id=fresh.item_id)
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def hide_overdue(*, report: Report, by: Officer, reason: str) -> Report:
    """Hide the item until it is repaired, because that is overdue. Raises Refused."""
    fresh = _overdue(report, by)
    hide_item(item=fresh.item, by=by, reason=reason)
    fresh.is_harmful = fresh.hid_item = True
    fresh.handled_by = by
    fresh.save(update_fields=["is_harmful", "hid_item", "handled_by"])
    return fresh


def _overdue(report: Report, by: Officer) -> Report:
    fresh = lock_report(report.pk)
    require_judge(fresh, by)
    require_state(
        fresh,
        (State.FIXING,),
        _("This report does not wait for a repair now. Reload the page to see its state."),
    )
    if fresh.repair_by is None or fresh.repair_by > clock.now():
        raise Refused(_("The writers still have time to repair this item. Wait until it is over."))
    if fresh.item.status != Item.Status.PUBLISHED:
        raise Refused(_("This item is not shown to readers now. Reload the page to see its state."))
    return fresh


@transaction.atomic
def close_retired(*, item_id: int) -> int:
    """Close the reports on an item that was taken out of use and wait for a repair; how many."""
    now = clock.now()
    waiting = lock_reports(item_id, UNDER_REPAIR)
    for report in waiting:
        report.state = State.CLOSED
        report.closed_at = now
        report.outcome = Outcome.RETIRED
        report.save(update_fields=["state", "closed_at", "outcome"])
        tell("closed", report)
    if waiting:
        touch(item_id)
    return len(waiting)
