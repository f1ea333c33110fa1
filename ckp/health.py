"""Whether the parts answer: for load balancers and for whoever is on duty."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from redis import Redis
from redis.exceptions import RedisError


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
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    Redis.from_url(settings.REDIS_URL, socket_timeout=2).ping()


CHECKS: dict[str, Callable[[], object]] = {"database": _database, "cache": _cache}
