"""Publishing the decision of a round, whoever or whatever came to it."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from accounts.models import Officer
from core import clock
from core.services.record import record
from evaluation.models import Assignment, ItemScore, Round
from evaluation.scoring import Scored
from knowledge.models import Item
from knowledge.services.grade import grade_item
from knowledge.writers import writer_ids

# Stored finer than any two means of a round can differ.
KEPT = Decimal("0.0000001")
SCALE = Decimal(10)


def keep_score(*, round: Round, scored: Scored, step: str) -> ItemScore:
    """Append what was computed for a round, and what came of it (one of ItemScore.Step).

    A correction may carry a score off the scale; it is kept at its end.
    """
    live = scored.live
    return ItemScore.objects.create(
        round=round,
        snapshot=scored.snapshot,
        n=live.n,
        raw=scored.raw.quantize(KEPT),
        q=min(max(Decimal(live.q), Decimal(0)), SCALE).quantize(KEPT),
        se=live.se,
        p=live.p,
        decision=step,
    )


@transaction.atomic
def publish_decision(
    *,
    round: Round,
    scored: Scored,
    decision: str,
    by: Officer | None = None,
    is_provisional: bool = False,
) -> Round:
    """Decide a round whose row and item are locked (``lock_round_and_item``), for good.

    ``decision`` is one of Round.Decision; ``by`` the person who decided, None for the rule.
    """
    score = keep_score(round=round, scored=scored, step=decision)
    round.decision = Round.Decision(decision)
    round.state = Round.State.PUBLISHED
    round.is_provisional = is_provisional
    round.decided_at = clock.now()
    round.save(update_fields=["state", "decision", "is_provisional", "decided_at"])
    Assignment.objects.filter(round=round, state__in=Assignment.OPEN).update(
        state=Assignment.State.VOIDED
    )
    is_superior = round.decision == Round.Decision.SUPERIOR
    grade = Item.Grade.SUPERIOR if is_superior else Item.Grade.STANDARD
    grade_item(item=round.item, score=score.q, raw=score.raw, grade=grade, round_id=round.pk)
    record(
        verb="round.decided",
        obj=round,
        actor=by,
        key=f"round.decided:{round.pk}",
        data={
            "item": round.item_id,
            "revision": round.revision_id,
            "decision": round.decision,
            "score": str(score.q),
            "writers": writer_ids(round.item),
            "provisional": is_provisional,
            "segment": round.segment,
            "root": round.first_id,
        },
    )
    return round
