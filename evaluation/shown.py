"""Scores as people see them: plain mean and corrected score together, with the margin."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from evaluation.models import Appeal, ItemScore, Round


@dataclass(frozen=True, slots=True)
class ShownScore:
    """What ``components/score_margin.html`` draws, in points of 10; ``n`` evaluations."""

    raw: float
    q: float
    se: float
    n: int
    threshold: float


def shown(score: ItemScore, threshold: Decimal) -> ShownScore:
    """A score as it was computed, beside the threshold of its round's policy."""
    return ShownScore(float(score.raw), float(score.q), score.se, score.n, float(threshold))


def newest_round(item_id: int) -> tuple[Round | None, ShownScore | None]:
    """The newest round of an item, and the score of the decision that stands, which may be an
    earlier one's. One query."""
    under_appeal = Q(round__state=Round.State.APPEALED, round__appeal__state=Appeal.State.OPEN)
    stands = Q(round__state=Round.State.PUBLISHED) | under_appeal
    facts = JSONObject(raw="raw", q="q", se="se", n="n", threshold=F("round__policy__threshold"))
    scores = ItemScore.objects.filter(stands, round__item=OuterRef("item")).order_by("-pk")
    rows: QuerySet[Round] = Round.objects.filter(item=item_id).order_by("-pk")
    round = rows.annotate(standing=Subquery(scores.values(facts=facts)[:1])).first()
    if round is None:
        return None, None
    found = round.standing  # type: ignore[attr-defined]
    return round, ShownScore(**found) if found else None
