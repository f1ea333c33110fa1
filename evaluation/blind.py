"""Whose writers an evaluator must not learn."""

from __future__ import annotations

from accounts.models import Officer
from accounts.roles import is_judge
from evaluation.models import Assignment, Round


def judged_items(officer: Officer) -> frozenset[int]:
    """Ids of the items that the officer is judging now: one query, and none for others."""
    if not is_judge(officer):
        return frozenset()
    rows = Assignment.objects.filter(
        evaluator__officer=officer, state__in=Assignment.LIVE, round__state__in=Round.OPEN
    )
    return frozenset(rows.values_list("round__item_id", flat=True))
