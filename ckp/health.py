"""Whether the parts answer: for load balancers and for whoever is on duty."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError

from core import heartbeat
from core.redis import client


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers; 503 with the failing parts named."""
    parts = {name: _state(check) for name, check in CHECKS.items()}
    failing = any(state != "ok" for state in parts.values())
    return JsonResponse(parts, status=503 if failing else 200)


def _state(check: Callable[[], object]) -> str:
    try:
        check()
    except (DatabaseError, RedisError, OSError) as error:
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
    _ask("SELECT id FROM knowledge_item WHERE title %% 'healthz' LIMIT 1")


def _ask(question: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(question, [])


CHECKS: dict[str, Callable[[], object]] = {
    "database": _database,
    "cache": _cache,
    "worker": _worker,
    "search": _search,
}
