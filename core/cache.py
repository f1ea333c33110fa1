"""A Redis cache that the site can do without."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# A server that is silent costs one timeout in this time, not one for each question of a page.
PAUSE_SECONDS = 1.0
# The keys of allauth's limits. They count on in this process's memory while Redis is away, so
# that people can sign in and passwords still cannot be guessed.
LIMITS = "allauth:"


@dataclass(slots=True)
class Outage:
    """What the threads of this process know of a cache that was away."""

    # Not asked again before (time.monotonic).
    until: float = 0.0
    # Something was not written or deleted: what the server still has may be untrue.
    missed: bool = False


OUTAGES: dict[str, Outage] = {}


def _forgiving(name: str, missed: Callable[..., Any], *, writes: bool) -> Callable[..., Any]:
    """The cache's method ``name``, which answers ``missed(...)`` while Redis is away."""
    method = getattr(RedisCache, name)

    @functools.wraps(method)
    def call(self: ForgivingRedisCache, *args: Any, **kwargs: Any) -> Any:
        outage = self.outage
        if time.monotonic() >= outage.until:
            try:
                self.empty_if_untrue()
                return method(self, *args, **kwargs)
            except RedisError as error:
                outage.until = time.monotonic() + PAUSE_SECONDS
                logger.warning("Cache: %s failed: %s", name, error)
        key = args[0] if args else kwargs.get("key")
        if isinstance(key, str) and key.startswith(LIMITS):
            return getattr(self.limits, name)(*args, **kwargs)
        outage.missed = outage.missed or writes
        return missed(*args, **kwargs)

    return call


def _default(key: Any, default: Any = None, version: int | None = None) -> Any:
    return default


class KeptClient(RedisCacheClient):
    """Keeps its clients: Django makes one for each call, which takes as long as some answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self._clients:
            self._clients[write] = super().get_client(key, write=write)
        return self._clients[write]


class ForgivingRedisCache(RedisCache):
    """Reads miss and writes are dropped, with a warning, while Redis is away.

    Redis may come back with what it had. Whoever missed a write or a deletion therefore empties
    it before the next use: otherwise a session that was ended, or a right that was taken, would
    be back as well. The database of the cache must hold nothing else.
    """

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient
        # Django makes a cache for each thread; what is known of the server is for all of them.
        self.outage = OUTAGES.setdefault(str(server), Outage())
        self.limits = LocMemCache("limits", {})

    def empty_if_untrue(self) -> None:
        """Forget everything if something was missed. Raises RedisError."""
        if not self.outage.missed:
            return
        self.outage.missed = False
        try:
            super().clear()
        except RedisError:
            self.outage.missed = True
            raise
        logger.warning("Cache: emptied, because it was away.")

    get = _forgiving("get", _default, writes=False)
    get_many = _forgiving("get_many", lambda *_, **__: {}, writes=False)
    has_key = _forgiving("has_key", lambda *_, **__: False, writes=False)
    add = _forgiving("add", lambda *_, **__: False, writes=True)
    set = _forgiving("set", lambda *_, **__: None, writes=True)
    set_many = _forgiving("set_many", lambda data, *_, **__: list(data), writes=True)
    touch = _forgiving("touch", lambda *_, **__: False, writes=True)
    incr = _forgiving("incr", lambda key, delta=1, version=None: delta, writes=True)
    delete = _forgiving("delete", lambda *_, **__: False, writes=True)
    delete_many = _forgiving("delete_many", lambda *_, **__: None, writes=True)
    clear = _forgiving("clear", lambda *_, **__: False, writes=True)
