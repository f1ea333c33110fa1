"""When cached officers and their rights stop being true.

Whatever changes a right (an officer, an office, a role, a charge, an audience) starts a new
epoch; cached copies of an older one are not believed.
"""

from __future__ import annotations

from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

KEY = "rights-epoch"


def forget_rights() -> None:
    """Start a new epoch once the transaction commits."""
    transaction.on_commit(_start)


def current(known: str | None = None) -> str:
    """The epoch; ``known`` is what a combined cache read found."""
    if known:
        return known
    cache.add(KEY, uuid4().hex, timeout=None)
    return cache.get(KEY) or ""


def _start() -> None:
    cache.set(KEY, uuid4().hex, timeout=None)
