"""The policy of evaluators: the one that the portal starts with, and which one is in force."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from core import clock
from evaluation.models import EvaluatorPolicy

START = Path(__file__).resolve().parent.parent / "fixtures" / "start_evaluator_policy.json"


def evaluator_policy(day: date | None = None) -> EvaluatorPolicy:
    """The policy in force on a day (today). Loads the start policy where there is none.

    Raises EvaluatorPolicy.DoesNotExist for a day before the first policy's.
    """
    day = day or clock.today()
    found = EvaluatorPolicy.objects.in_force(day).first()
    if found is None and load_evaluator_policy():
        found = EvaluatorPolicy.objects.in_force(day).first()
    if found is None:
        raise EvaluatorPolicy.DoesNotExist(f"No policy of evaluators on {day}.")
    return found


def load_evaluator_policy(*, path: Path = START) -> bool:
    """Create the version in a JSON file, unless it is there; whether it was new."""
    facts = json.loads(path.read_text(encoding="utf-8"))
    _policy, is_new = EvaluatorPolicy.objects.get_or_create(
        version=facts["version"], defaults=facts | {"is_delivered": True}
    )
    return is_new
