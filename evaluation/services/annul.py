"""Annulling what did not come about properly."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from core.services.record import record
from evaluation.locks import lock_appeal_of, lock_round_and_item
from evaluation.models import Assignment, Round
from evaluation.services.open_round import begin_round, open_round, void_rounds
from knowledge.services.errors import Refused
from knowledge.services.grade import ungrade_item
from knowledge.writers import writer_ids


@transaction.atomic
def annul_round(*, round_: Round, by: Officer, reason: str) -> Round:
    """Declare a round, open or decided, void for misconduct; the item is judged again by others.

    Administrators may, unless they wrote the item or took part. Raises Refused.
    """
    reason = reason.strip()
    round = lock_round_and_item(round_.pk)
    writers = writer_ids(round.item)
    took_part = Assignment.objects.filter(round=round, evaluator__officer=by).exists()
    if not is_admin(by) or by.pk in writers or took_part:
        raise Refused(
            _("Only an administrator who neither wrote the item nor evaluated it can do that.")
        )
    if not reason:
        raise Refused(_("Say what happened. The writers read it."))
    if round.is_open:
        return _restart(round, reason)
    if round.state != Round.State.PUBLISHED:
        raise Refused(_("This decision no longer stands, so there is nothing to annul."))
    round.state = Round.State.ANNULLED
    round.ended_at = clock.now()
    round.end_cause = Round.Cause.MISCONDUCT
    round.end_reason = reason
    round.save(update_fields=["state", "ended_at", "end_cause", "end_reason"])
    ungrade_item(item=round.item, round_id=round.pk)
    record(
        verb="round.annulled",
        obj=round,
        actor=by,
        key=f"round.annulled:{round.pk}",
        data={
            "item": round.item_id,
            "root": round.first_id,
            "reason": reason,
            "writers": writers,
        },
    )
    if round.item.current_revision_id is not None:
        open_round(item_id=round.item_id, revision_id=round.item.current_revision_id)
    return round


def _restart(round: Round, reason: str) -> Round:
    """Void an open round and begin it again; one that is to decide an appeal goes on doing so."""
    void_rounds(item_id=round.item_id, cause=Round.Cause.MISCONDUCT, reason=reason)
    appeal = lock_appeal_of(round.pk)
    if appeal is None:
        open_round(item_id=round.item_id, revision_id=round.revision_id)
    else:
        appeal.new_round = begin_round(
            item=round.item,
            revision_id=round.revision_id,
            policy=round.policy,
            root_id=round.first_id,
        )
        appeal.save(update_fields=["new_round"])
    round.refresh_from_db()
    return round
