"""What writers see of the evaluation of their items: where each stands, and all of a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.http import Http404
from django.urls import reverse

from accounts.models import Officer
from core import clock
from evaluation.chain import chain_of, pooled_rounds
from evaluation.formulas.decision import verdict
from evaluation.models import Appeal, Evaluation, ItemScore, Round, UsefulVote
from evaluation.results import CriterionResult, by_criterion
from evaluation.scoring import counting_evaluations, rule_of
from evaluation.services.appeal import appeal_until, appeals_left
from evaluation.shown import ShownScore, shown
from evaluation.steps import Step, steps_of, story_of
from knowledge.models import Item
from knowledge.querysets import ItemQuerySet

UNSEEN = (Item.Status.DRAFT,)


@dataclass(frozen=True, slots=True)
class Line:
    """An item of mine, and where it stands."""

    item: Item
    steps: list[Step]
    round: Round | None
    score: ShownScore | None
    url: str
    appeal_until: datetime | None


@dataclass(frozen=True, slots=True)
class Remark:
    """An evaluator's comment as writers see it, and what this writer said of it."""

    evaluation_id: int
    text: str
    is_useful: bool | None


def items_of(officer: Officer) -> ItemQuerySet:
    """What the officer wrote and has handed in, the latest first."""
    rows = Item.objects.written_by(officer).exclude(status__in=UNSEEN)
    return rows.select_related("category").order_by("-submitted_at", "-pk")


def counts_of(officer: Officer) -> dict[str, int]:
    """How many of them are superior, standard, being evaluated (one query)."""
    rows = Item.objects.written_by(officer).exclude(status__in=UNSEEN)
    is_open = Q(rounds__state__in=Round.OPEN, rounds__is_audit=False)
    return rows.aggregate(
        superior=Count("pk", filter=Q(grade=Item.Grade.SUPERIOR), distinct=True),
        standard=Count("pk", filter=Q(grade=Item.Grade.STANDARD), distinct=True),
        open=Count("pk", filter=is_open, distinct=True),
    )


def lines_of(items: Iterable[Item]) -> list[Line]:
    """Where each item stands (three queries, however many they are).

    The way shown is that of the newest round; score and address are those of the newest decided
    one, for an open one has nothing to show.
    """
    items = list(items)
    rounds = list(
        Round.objects.filter(item__in=items).select_related("policy", "appeal").order_by("pk")
    )
    newest = {round.item_id: round for round in rounds}
    decided = {round.item_id: round for round in rounds if round.decision and not round.is_open}
    scores = _last_scores(decided.values())
    now = clock.now()
    return [_line(item, newest.get(item.pk), decided.get(item.pk), scores, now) for item in items]


def _line(
    item: Item,
    newest: Round | None,
    decided: Round | None,
    scores: dict[int, ItemScore],
    now: datetime,
) -> Line:
    stands = decided is not None and decided.state in (Round.State.PUBLISHED, Round.State.APPEALED)
    score = scores.get(decided.pk) if decided and stands else None
    until = appeal_until(decided) if decided and decided.state == Round.State.PUBLISHED else None
    return Line(
        item=item,
        steps=steps_of(item, newest),
        round=decided,
        score=shown(score, decided.policy.threshold) if decided and score else None,
        url=reverse("evaluation:round", args=[decided.pk]) if decided else "",
        appeal_until=until if until and until > now else None,
    )


def _last_scores(rounds: Iterable[Round]) -> dict[int, ItemScore]:
    rows = ItemScore.objects.filter(round__in=list(rounds)).order_by("pk")
    return {score.round_id: score for score in rows}


def pooled_evaluations(round: Round, segment: str = Round.Segment.PEERS) -> list[Evaluation]:
    """The evaluations that the round's verdict rests on, those before an appeal included."""
    rows = counting_evaluations(segment).filter(assignment__round__in=pooled_rounds(round))
    return list(rows)


def decision_for(round: Round, officer: Officer) -> dict[str, Any]:
    """All that a writer sees of a decided round, for its page."""
    criteria = list(round.policy.criteria.all())
    chain = list(
        chain_of(round)
        .select_related("policy", "appeal__officer")
        .annotate(last_word=Max("assignments__evaluations__submitted_at"))
    )
    score = round.scores.order_by("-pk").first()
    results = by_criterion(criteria, pooled_evaluations(round))
    until = appeal_until(round)
    now = clock.now()
    return {
        "round": round,
        "steps": story_of(round.item, chain, now),
        "score": shown(score, round.policy.threshold) if score else None,
        "criteria": results,
        "strong": _named(results, "good"),
        "weak": _named(results, "weak"),
        "votes": panel_votes(round),
        "remarks": _remarks(round, Round.Segment.PEERS, officer),
        "panel_remarks": _remarks(round, Round.Segment.PANEL, officer),
        "ending": f"{round.get_end_cause_display()} {round.end_reason}".strip(),
        "is_flagged": round.assignments.filter(flagged_at__isnull=False).exists(),
        "appeal": Appeal.objects.filter(round=round).first(),
        "appeal_until": until,
        "may_appeal": round.state == Round.State.PUBLISHED
        and until is not None
        and now <= until
        and round.item.status == Item.Status.PUBLISHED
        and appeals_left(round) > 0,
        "newer": [later for later in chain if later.pk > round.pk and not later.is_open],
    }


def panel_votes(round: Round) -> list[tuple[str, int]]:
    """How many members of the panel spoke for each decision, the most first; nothing without."""
    rows = counting_evaluations(Round.Segment.PANEL).filter(assignment__round=round)
    rule = rule_of(round.policy)
    votes = Counter(verdict(rule, float(total)) for total in rows.values_list("total", flat=True))
    return [(str(Round.Decision(step).label), number) for step, number in votes.most_common()]


def _named(results: list[CriterionResult], kind: str) -> list[str]:
    return [result.criterion.label for result in results if result.kind == kind]


def get_remark(round: Round, evaluation_id: int) -> Evaluation:
    """One of the evaluations whose comments the round's writers read. Raises Http404."""
    for segment in Round.Segment.values:
        rows = counting_evaluations(segment).filter(assignment__round=round)
        for row in rows.select_related("assignment__round__item"):
            if row.pk == evaluation_id:
                return row
    raise Http404


def _remarks(round: Round, segment: str, officer: Officer) -> list[Remark]:
    """The comments of the round's own evaluators, in no order that tells whose they are."""
    rows = list(counting_evaluations(segment).filter(assignment__round=round))
    said = UsefulVote.objects.filter(evaluation__in=rows, officer=officer)
    votes = dict(said.values_list("evaluation_id", "is_useful"))
    return [
        Remark(row.pk, row.comment, votes.get(row.pk))
        for row in sorted(rows, key=lambda row: row.comment)
    ]
