"""The triage: a coordinator takes a report up, dismisses or accepts it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Officer
from core import clock
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.services.fields import tidy
from knowledge.services.retire import HIDEABLE, hide_item
from knowledge.services.touch import touch
from knowledge.writers import writer_ids
from reports.locks import lock_report
from reports.models import TO_DECIDE, Outcome, Report, State
from reports.services.guards import DECIDED, require_judge, require_state
from reports.services.policies import policy_on
from reports.services.tell import tell


@transaction.atomic
def take_up(*, report: Report, by: Officer) -> Report:
    """Say to the other coordinators that one is looking into it. Raises Refused."""
    fresh = lock_report(report.pk)
    require_judge(fresh, by)
    require_state(
        fresh,
        (State.RECEIVED,),
        gettext_lazy("Somebody has taken this report up already. Reload the page to see who."),
    )
    fresh.state = State.TRIAGED
    fresh.triaged_at = clock.now()
    fresh.handled_by = by
    fresh.save(update_fields=["state", "triaged_at", "handled_by"])
    tell("triaged", fresh)
    return fresh


@transaction.atomic
def dismiss_report(*, report: Report, by: Officer, reason: str) -> Report:
    """The item is right, or the report does not say what is wrong. Raises Refused.

    ``reason`` is what the reporter reads.
    """
    fresh = _decided_by(report, by)
    fresh.reason = tidy(reason).strip()
    if not fresh.reason:
        raise Refused(_("The reason is missing. Write it, as the reporter will read it."))
    fresh.state = State.DISMISSED
    fresh.dismissed_at = clock.now()
    fresh.save()
    tell("dismissed", fresh)
    return fresh


@transaction.atomic
def accept_report(
    *,
    report: Report,
    by: Officer,
    harmful: bool = False,
    existed: bool | None = None,
    is_cited: bool = False,
    reason: str = "",
) -> Report:
    """The item is at fault: its readers are warned, and its writers get it to repair.

    ``harmful`` hides the item at once. ``existed`` says whether the fault was there when the item
    was judged, None where it never was. ``is_cited``: the report's citation is right. Raises
    Refused.
    """
    fresh = _decided_by(report, by)
    item = fresh.item
    if is_cited and not fresh.source:
        raise Refused(_("This report cites nothing. Take the mark off the citation."))
    now = clock.now()
    fresh.state = State.ACCEPTED
    fresh.accepted_at = now
    fresh.reason = tidy(reason).strip()
    fresh.is_harmful = harmful
    fresh.existed = existed
    fresh.is_cited = is_cited
    fresh.save()
    tell(
        "accepted",
        fresh,
        revision=fresh.revision_id,
        cited=is_cited,
        existed=bool(existed),
        harmful=harmful,
        writers=writer_ids(item),
    )
    tell("recalled", fresh)
    if harmful and item.status in HIDEABLE:
        hide_item(item=item, by=by, reason=_hiding_reason(fresh))
        fresh.hid_item = True
    if item.status == Item.Status.RETIRED:
        # Nobody repairs what is out of use; its readers are warned all the same.
        fresh.state = State.CLOSED
        fresh.closed_at = now
        fresh.outcome = Outcome.RETIRED
        fresh.save()
        tell("closed", fresh)
    else:
        fresh.state = State.FIXING
        fresh.repair_by = now + timedelta(days=policy_on().repair_days)
        fresh.save()
        tell("fixing", fresh)
    touch(item.pk)
    return fresh


def _decided_by(report: Report, by: Officer) -> Report:
    """The locked report, taken up by whoever decides."""
    fresh = lock_report(report.pk)
    require_judge(fresh, by)
    require_state(fresh, TO_DECIDE, DECIDED)
    fresh.triaged_at = fresh.triaged_at or clock.now()
    fresh.handled_by = by
    return fresh


def _hiding_reason(report: Report) -> str:
    """What the writers read on the hidden item's page."""
    said = _("A report about this item was accepted: %(kind)s.") % {
        "kind": report.get_kind_display()
    }
    return f"{said} {report.reason}".strip()
