"""A condition written for the database, asked of a row in hand.

The rule of who may read what is one ``Q`` (knowledge/querysets.py). Lists put it into SQL; the page
of a single item has the row already, and compiling and planning the same condition would cost more
than the page. This reads the same ``Q``, so there is still one rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q

Ask = Callable[[models.QuerySet[Any], Any], bool]


class Late:
    """A subquery for a condition, put together when somebody asks it: most rows in hand are
    decided without it. Django takes it wherever it takes a queryset after ``__in``."""

    def __init__(self, make: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self.make = make

    def resolve_expression(self, *args: Any, **options: Any) -> Any:
        return self.make().resolve_expression(*args, **options)  # type: ignore[attr-defined]


def matches(condition: Q, row: Any, asks: Ask | None = None) -> bool:
    """Whether ``row`` (its attributes named as columns) meets ``condition``.

    Knows exact and ``__in`` on columns of the row, nested with AND, OR and NOT. A subquery after
    ``__in`` is asked last and only if the rest does not decide; ``asks(subquery, value)`` may
    know the answer without the database. Raises ValueError for the rest.
    """
    children = sorted(condition.children, key=_is_question)
    answers = (_child(child, row, asks or _asks) for child in children)
    met = all(answers) if condition.connector == Q.AND else any(answers)
    return met is not condition.negated


def _is_question(child: Any) -> bool:
    return not isinstance(child, Q) and isinstance(child[1], models.QuerySet | Late)


def _child(child: Any, row: Any, asks: Ask) -> bool:
    if isinstance(child, Q):
        return matches(child, row, asks)
    lookup, wanted = child
    name, _, how = lookup.partition("__")
    value = getattr(row, name)
    if how == "in":
        if isinstance(wanted, Late):
            return asks(wanted.make(), value)
        if isinstance(wanted, models.QuerySet):
            return asks(wanted, value)
        return value in wanted
    if how:
        raise ValueError(f"{lookup!r} cannot be asked of a row in hand.")
    return bool(value == wanted)


def _asks(wanted: models.QuerySet[Any], value: Any) -> bool:
    """``value in (subquery of one column)``, as a question of its own."""
    (column,) = wanted.query.values_select
    return wanted.filter(**{column: value}).exists()
