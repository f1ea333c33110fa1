"""Appeals: a writer does not accept a decision, and others look at the same text again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from evaluation.chain import chain_of
from evaluation.locks import lock_appeal_of, lock_round_and_item
from evaluation.models import Appeal, Round
from evaluation.services.open_round import begin_round
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.writers import writer_ids

SHORTEST_TEXT = 30
LONGEST_TEXT = 4000


@transaction.atomic
def open_appeal(*, round_: Round, by: Officer, reason: str, text: str) -> Appeal:
    """Have a decision looked at again by evaluators who had no part in it. Raises Refused.

    The same revision is judged under the same policy, and the verdict rests on all evaluations of
    the chain together. Until then the decision stands.
    """
    round = lock_round_and_item(round_.pk)
    _require_appealable(round, by)
    if reason not in Appeal.Reason.values:
        raise Refused(_("Choose the reason that comes nearest to yours."))
    text = _checked(text)
    round.state = Round.State.APPEALED
    round.save(update_fields=["state"])
    new = begin_round(
        item=round.item,
        revision_id=round.revision_id,
        policy=round.policy,
        root_id=round.first_id,
    )
    appeal = Appeal.objects.create(
        round=round,
        new_round=new,
        officer=by,
        reason=reason,
        text=text,
        opened_at=clock.now(),
    )
    record(
        verb="round.appealed",
        obj=appeal,
        actor=by,
        key=f"round.appealed:{round.pk}",
        data={"item": round.item_id, "round": round.pk, "root": round.first_id},
    )
    return appeal


@transaction.atomic
def decide_appeal(*, round_id: int) -> Appeal | None:
    """Close the appeal that a decided round was to decide; None where there is none, or where it
    is closed already."""
    round = lock_round_and_item(round_id)
    appeal = lock_appeal_of(round.pk)
    if appeal is None or appeal.state != Appeal.State.OPEN or not round.decision:
        return None
    was = appeal.round.decision
    is_upheld = was == round.decision
    appeal.state = Appeal.State.UPHELD if is_upheld else Appeal.State.OVERTURNED
    appeal.decided_at = clock.now()
    appeal.save(update_fields=["state", "decided_at"])
    record(
        verb="appeal.decided",
        obj=appeal,
        key=f"appeal.decided:{appeal.pk}",
        data={
            "item": round.item_id,
            "round": round.pk,
            "root": round.first_id,
            "was": was,
            "decision": round.decision,
            "upheld": is_upheld,
            "writers": writer_ids(round.item),
        },
    )
    return appeal


def appeal_until(round: Round) -> datetime | None:
    """Until when the round's decision can be appealed against: the end of the last day in Seoul.
    None where there is no decision, or none that an appeal could better."""
    if round.decided_at is None or round.decision == Round.Decision.SUPERIOR:
        return None
    last = localtime(round.decided_at) + timedelta(days=round.policy.appeal_days)
    return last.replace(hour=23, minute=59, second=59, microsecond=0)


def appeals_left(round: Round) -> int:
    """How many more appeals the round's chain allows."""
    until_here = chain_of(round).filter(pk__lte=round.pk)
    made = Appeal.objects.filter(new_round__in=until_here).count()
    return max(0, round.policy.appeals_most - made)


def _require_appealable(round: Round, by: Officer) -> None:
    if by.pk not in writer_ids(round.item):
        raise Refused(_("Only those who wrote the item can appeal."))
    if round.state == Round.State.APPEALED:
        raise Refused(_("An appeal against this decision has been made already."))
    if round.state != Round.State.PUBLISHED:
        raise Refused(_("There is no decision here that stands. Reload the page to see why."))
    until = appeal_until(round)
    if until is None:
        raise Refused(_("This item is superior. An appeal could not better that."))
    if clock.now() > until:
        raise Refused(
            _("The time to appeal is over: it ended %(days)d days after the decision.")
            % {"days": round.policy.appeal_days}
        )
    if not appeals_left(round):
        raise Refused(_("This item has been evaluated again after an appeal as often as it may."))
    if round.item.status != Item.Status.PUBLISHED:
        raise Refused(_("Only decisions on published items can be appealed against."))


def _checked(text: str) -> str:
    length = len(" ".join(text.split()))
    if length < SHORTEST_TEXT:
        raise Refused(
            _("Explain it in at least %(least)d characters: what was overlooked, and where?")
            % {"least": SHORTEST_TEXT}
        )
    if length > LONGEST_TEXT:
        raise Refused(
            _("The explanation has more than %(most)d characters. Shorten it.")
            % {"most": LONGEST_TEXT}
        )
    return text.strip()
