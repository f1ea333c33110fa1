"""Whether the parts answer: for load balancers and for whoever is on duty."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError

from core import heartbeat
from core.redis import client
from search.checks import meaning_note
from search.index import store
from search.index.reader import NotReady, searcher

# It speaks every second.
FOLLOWER_SECONDS = 60.0


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, with a note on what is off; 503 with the failing parts named."""
    parts = {name: _state(check) for name, check in CHECKS.items()}
    failing = any(state != "ok" for state in parts.values())
    # Search answers without it, by words.
    parts["meaning"] = meaning_note()
    return JsonResponse(parts, status=503 if failing else 200)


def _state(check: Callable[[], object]) -> str:
    try:
        check()
    except (DatabaseError, RedisError, OSError, NotReady) as error:
        return type(error).__name__
    return "ok"


def _database() -> None:
    _ask("SELECT 1")


def _cache() -> None:
    client().ping()


def _worker() -> None:
    if not heartbeat.is_alive():
        raise TimeoutError("No worker has been heard of for a minute.")


def _search() -> None:
    """An index that can be read, and a follower that keeps it up to date."""
    searcher()
    silent = store.alive_seconds_ago()
    if silent is None or silent > FOLLOWER_SECONDS:
        raise TimeoutError("The follower of search has not been heard of.")


def _ask(question: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(question, [])


CHECKS: dict[str, Callable[[], object]] = {
    "database": _database,
    "cache": _cache,
    "worker": _worker,
    "search": _search,
}
