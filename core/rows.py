"""Reading the one row that a condition can meet."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")


def only(rows: QuerySet[M, T]) -> T | None:
    """The row of a queryset that at most one row meets, None if there is none.

    ``first()`` would sort it by its number; writing that clause takes Django longer than
    PostgreSQL takes for the answer.
    """
    return next(iter(rows), None)
