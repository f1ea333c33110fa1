"""Rounds that follow each other by appeal: one question, asked of ever more people."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from evaluation.models import Appeal, Round

# What such a round collected counts for nobody.
SPOILT = (Round.State.VOID, Round.State.ANNULLED)


def chain_of(round: Round) -> QuerySet[Round]:
    """All rounds of the round's chain of appeals, itself included, the first one first."""
    root = round.first_id
    return Round.objects.filter(Q(pk=root) | Q(root_id=root)).order_by("pk")


def pooled_rounds(round: Round) -> list[Round]:
    """The rounds whose evaluations the round's verdict rests on: its own and those before it in
    the chain, without void ones."""
    earlier = chain_of(round).filter(pk__lt=round.pk).exclude(state__in=SPOILT)
    return [*earlier, round]


def standing_round(item_id: int) -> Round | None:
    """The round whose decision the item shows: the published one, or the one under appeal."""
    under_appeal = Q(state=Round.State.APPEALED, appeal__state=Appeal.State.OPEN)
    rows = Round.objects.filter(item_id=item_id).select_related("policy", "revision")
    return rows.filter(Q(state=Round.State.PUBLISHED) | under_appeal).order_by("-pk").first()
