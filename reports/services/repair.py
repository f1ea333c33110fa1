"""The repair: writers hand it in, the coordinator verifies it or sends it back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.services.fields import tidy
from knowledge.services.guards import require_writer
from knowledge.services.retire import show_item
from knowledge.services.touch import touch
from reports.locks import lock_report
from reports.models import UNDER_REPAIR, Outcome, Report, State
from reports.services.guards import require_judge, require_state
from reports.services.policies import policy_on
from reports.services.tell import tell

NOT_FIXED = _("No repair of this item waits to be verified. Reload the page to see its state.")


@transaction.atomic
def hand_in_repair(*, report: Report, by: Officer, note: str = "") -> Report:
    """A writer says that the item is repaired; its current revision is what is verified.

    Where the text is still the one that was reported (or sent back), ``note`` has to say what
    was repaired, such as a file. Raises Refused.
    """
    fresh = lock_report(report.pk)
    require_writer(fresh.item, by)
    require_state(
        fresh,
        (State.FIXING,),
        _("This report does not wait for a repair now. Reload the page to see its state."),
    )
    revision_id = fresh.item.current_revision_id
    note = tidy(note).strip()
    judged = fresh.repaired_revision_id or fresh.revision_id
    if revision_id == judged and not note:
        raise Refused(
            _("The text is still the one that was reported. Mend it, or say what you repaired.")
        )
    now = clock.now()
    fresh.state = State.FIXED
    fresh.fixed_at = now
    fresh.verify_by = now + timedelta(days=policy_on().verify_days)
    fresh.repaired_revision_id = revision_id
    fresh.repair_note = note
    fresh.returned_reason = ""
    fresh.save()
    tell("fixed", fresh, revision=revision_id)
    touch(fresh.item_id)
    return fresh


@transaction.atomic
def send_back_repair(*, report: Report, by: Officer, reason: str) -> Report:
    """The fault is still there: the writers get the item once more, with a new date.

    Raises Refused, also without a reason.
    """
    fresh = lock_report(report.pk)
    require_judge(fresh, by)
    require_state(fresh, (State.FIXED,), NOT_FIXED)
    fresh.returned_reason = tidy(reason).strip()
    if not fresh.returned_reason:
        raise Refused(_("Say what is still wrong: the writers read it."))
    fresh.state = State.FIXING
    fresh.handled_by = by
    fresh.repair_by = clock.now() + timedelta(days=policy_on().repair_days)
    fresh.save()
    tell("fixing", fresh)
    touch(fresh.item_id)
    return fresh


@transaction.atomic
def verify_repair(*, report: Report, by: Officer, seen: int | None = None) -> Report:
    """The fault is gone: the report is closed, and the item shown again if it was hidden for it.

    It stays hidden while another accepted report says that it is harmful. ``seen`` is the
    revision that the coordinator compared: where the text was changed since, nothing is verified.
    Raises Refused.
    """
    fresh = lock_report(report.pk)
    require_judge(fresh, by)
    require_state(fresh, (State.FIXED,), NOT_FIXED)
    item = fresh.item
    if seen is not None and item.current_revision_id != seen:
        raise Refused(_("The text was changed since you opened this page. Compare it once more."))
    now = clock.now()
    fresh.state = State.VERIFIED
    fresh.verified_at = now
    fresh.handled_by = by
    fresh.repaired_revision_id = item.current_revision_id
    fresh.save()
    tell("verified", fresh, revision=item.current_revision_id)
    fresh.state = State.CLOSED
    fresh.closed_at = now
    fresh.outcome = Outcome.REPAIRED
    fresh.save()
    tell("closed", fresh)
    if item.status == Item.Status.HIDDEN and _nothing_hides(item):
        show_item(item=item, by=by)
        # While it was hidden its readers could not be told of it.
        tell("recalled", fresh)
    touch(item.pk)
    return fresh


def _nothing_hides(item: Item) -> bool:
    """Whether reports hid the item, and none of these is open any more."""
    reports = Report.objects.filter(item=item, is_harmful=True)
    return (
        reports.filter(hid_item=True).exists()
        and not reports.filter(state__in=UNDER_REPAIR).exists()
    )
