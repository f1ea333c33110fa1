"""The raw Redis client, for what is more than a cache."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from redis import Redis


@lru_cache(maxsize=1)
def client() -> Redis:
    """The client of the portal's own database (not the cache, not the broker).

    It waits two seconds at most for an answer; callers say what a RedisError means to them.
    """
    return Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
