"""The evaluators whom authors found most useful in a season."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Count, F, Q

from core import clock
from core.models import Activity
from core.services.record import record
from evaluation.calendar import DAY, season_code, season_start, start_of
from evaluation.locks import lock_watch
from evaluation.models import Evaluator, EvaluatorPolicy, UsefulVote
from evaluation.services.evaluator_policy import evaluator_policy


@transaction.atomic
def honour_useful(*, day: date | None = None) -> int:
    """Honour the most useful evaluators of the season before the day's (today); how many are new.

    Once a season: whoever votes later changes nothing.
    """
    lock_watch()
    end = season_start(day or clock.today())
    begin, season = season_start(end - DAY), season_code(end - DAY)
    if Activity.objects.filter(verb="evaluator.useful", data__season=season).exists():
        return 0
    chosen = most_useful(begin, end, evaluator_policy(end - DAY))
    for evaluator in chosen:
        record(
            verb="evaluator.useful",
            obj=evaluator,
            key=f"evaluator.useful:{evaluator.officer_id}:{season}",
            data={"officer": evaluator.officer_id, "season": season},
        )
    return len(chosen)


def most_useful(begin: date, end: date, policy: EvaluatorPolicy) -> list[Evaluator]:
    """By the policy: enough votes of authors, enough of them useful, the largest share first, of
    equal shares the one with more votes. Never for agreeing with the result."""
    votes = UsefulVote.objects.filter(
        voted_at__gte=start_of(begin),
        voted_at__lt=start_of(end),
        evaluation__assignment__is_audit=False,
    )
    rows = (
        votes.values(evaluator=F("evaluation__assignment__evaluator"))
        .annotate(all=Count("pk"), useful=Count("pk", filter=Q(is_useful=True)))
        .filter(all__gte=policy.useful_votes)
    )
    good = [row for row in rows if row["useful"] >= policy.useful_share * row["all"]]
    good.sort(key=lambda row: (-row["useful"] / row["all"], -row["all"], row["evaluator"]))
    ids = [row["evaluator"] for row in good[: policy.useful_places]]
    found = Evaluator.objects.in_bulk(ids)
    return [found[pk] for pk in ids]
