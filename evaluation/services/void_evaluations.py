"""What a suspended evaluator said since it was last known to be sound (invariant 6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from core import clock
from core.services.record import record
from evaluation.eligibility import Bar
from evaluation.locks import lock_rounds
from evaluation.models import Assignment, Evaluation, Evaluator, Round
from evaluation.services.draw import draw, facts_of


@transaction.atomic
def void_evaluations_of(*, evaluator: Evaluator, since: datetime | None) -> tuple[int, int]:
    """Void the evaluator's evaluations submitted from ``since`` on (None: all) in open rounds,
    and flag them in decided ones, which stand. Returns (voided, flagged); safe to repeat.

    What is still on the evaluator's desk is voided too. Others are drawn in their place, and the
    rounds are scored anew from what is left.
    """
    tasks = _concerned(evaluator, since)
    lock_rounds(tasks.values_list("round_id", flat=True))
    now = clock.now()
    voided: list[Assignment] = []
    flagged: list[Assignment] = []
    rows = tasks.select_related("round__item", "evaluator").order_by("pk")
    for task in rows:
        if task.round.is_open:
            task.state = Assignment.State.VOIDED
            task.reason = Bar.SUSPENDED
            task.save(update_fields=["state", "reason"])
            voided.append(task)
        elif task.flagged_at is None:
            task.flagged_at = now
            task.save(update_fields=["flagged_at"])
            flagged.append(task)
    for verb, some in (("voided", voided), ("flagged", flagged)):
        for task in some:
            record(
                verb=f"evaluation.{verb}",
                obj=task,
                key=f"evaluation.{verb}:{task.pk}",
                data={**facts_of(task), "round": task.round_id, "bars": [Bar.SUSPENDED]},
            )
    for round_id in sorted({task.round_id for task in voided}):
        draw(round_id=round_id)
    return len(voided), len(flagged)


def _concerned(evaluator: Evaluator, since: datetime | None) -> QuerySet[Assignment]:
    """Open assignments in open rounds, and those with an evaluation of that time in any round
    that is open or decided; audits are the auditing's own affair."""
    said = Evaluation.objects.filter(assignment=OuterRef("pk"))
    if since is not None:
        said = said.filter(submitted_at__gte=since)
    at_work = Q(state__in=Assignment.OPEN, round__state__in=Round.OPEN)
    spoke = Q(Exists(said), state=Assignment.State.SUBMITTED)
    spoke &= Q(round__state__in=[*Round.OPEN, *Round.DONE])
    return Assignment.objects.filter(at_work | spoke, evaluator=evaluator, round__is_audit=False)
