"""Whose question it is: the rule of who may read what, as the index knows it.

The same rule as ``knowledge.querysets.may_see`` for published items; a test compares them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tantivy import Query

from accounts.models import Officer
from accounts.rights import rights_of
from accounts.roles import COORDINATOR, is_admin
from knowledge.blind import hidden_writers
from search.index.documents import key_of
from search.index.schema import SCHEMA
from search.index.words import any_of


@dataclass(frozen=True, slots=True)
class Scope:
    """What the officer may read (``readable``, None for all), and the items of which they must
    not learn who wrote them or how they were judged (``unseen``, None for none)."""

    officer: Officer
    readable: Query | None
    unseen: Query | None
    hidden: frozenset[int]


def scope_of(officer: Officer) -> Scope:
    """The officer's scope, from rights that are cached and items that are judged now."""
    hidden = hidden_writers(officer)
    keys = [key_of("item", pk) for pk in sorted(hidden)]
    return Scope(
        officer=officer,
        readable=None if is_admin(officer) else _readable(officer),
        unseen=Query.term_set_query(SCHEMA, "key", keys) if keys else None,
        hidden=hidden,
    )


def _readable(officer: Officer) -> Query:
    rights = rights_of(officer)
    ways = [Query.term_query(SCHEMA, "writer", officer.pk)]
    if rights.audience_ids:
        ways.append(Query.term_set_query(SCHEMA, "audience", list(rights.audience_ids)))
    if COORDINATOR in rights.roles and rights.charge_ids:
        ways.append(Query.term_set_query(SCHEMA, "office", sorted(rights.charge_ids)))
    return any_of(ways)
