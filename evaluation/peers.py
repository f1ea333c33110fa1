"""What a member of the panel sees of the evaluations that could not decide: no names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from evaluation.chain import pooled_rounds
from evaluation.models import Assignment, Round
from evaluation.scoring import counting_evaluations
from evaluation.shown import ShownScore, shown


@dataclass(frozen=True, slots=True)
class Peer:
    """One evaluation: scores in the order of the criteria, the total, the comment."""

    letter: str
    scores: list[Decimal]
    total: Decimal
    comment: str


@dataclass(frozen=True, slots=True)
class Peers:
    """All of them, with the names of the criteria and the score that they came to."""

    criteria: list[str]
    rows: list[Peer]
    score: ShownScore | None


def peers_before(task: Assignment) -> Peers | None:
    """What the peers said, for an assignment of the panel; None for any other.

    In an order of the round's own, so that letters do not tell the order of the draw.
    """
    round = task.round
    if task.segment != Round.Segment.PANEL:
        return None
    criteria = list(round.policy.criteria.all())
    said = list(counting_evaluations().filter(assignment__round__in=pooled_rounds(round)))
    Random(round.pk).shuffle(said)  # noqa: S311 - an order, not a secret
    rows = [
        Peer(
            letter=chr(ord("A") + number),
            scores=[Decimal(row.scores[criterion.code]) for criterion in criteria],
            total=row.total,
            comment=row.comment,
        )
        for number, row in enumerate(said)
    ]
    score = round.scores.order_by("-pk").first()
    return Peers(
        criteria=[criterion.label for criterion in criteria],
        rows=rows,
        score=shown(score, round.policy.threshold) if score else None,
    )
