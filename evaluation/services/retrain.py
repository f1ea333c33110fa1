"""Taking an evaluator off the list until a training is passed again."""

from __future__ import annotations

from django.db import transaction

from evaluation.locks import lock_evaluator
from evaluation.models import Evaluator


@transaction.atomic
def require_training(*, evaluator_id: int) -> Evaluator:
    """Make a certified evaluator a trainee with all tries; others stay what they are.

    What is on the desk may be finished: nothing says that it is done badly.
    """
    evaluator = lock_evaluator(evaluator_id)
    if evaluator.status == Evaluator.Status.CERTIFIED:
        evaluator.status = Evaluator.Status.TRAINEE
        evaluator.course += 1
        evaluator.save(update_fields=["status", "course"])
    return evaluator
