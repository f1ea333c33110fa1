"""A Redis cache that the site can do without."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _forgiving(name: str, missed: Callable[..., Any]) -> Callable[..., Any]:
    """The cache's method ``name``, which answers ``missed(...)`` while Redis is away."""
    method = getattr(RedisCache, name)

    @functools.wraps(method)
    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            logger.warning("Cache: %s failed: %s", name, error)
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
    """Reads miss and writes are dropped, with a warning, while Redis is away."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient

    get = _forgiving("get", _default)
    get_many = _forgiving("get_many", lambda *_, **__: {})
    has_key = _forgiving("has_key", lambda *_, **__: False)
    add = _forgiving("add", lambda *_, **__: False)
    set = _forgiving("set", lambda *_, **__: None)
    set_many = _forgiving("set_many", lambda data, *_, **__: list(data))
    touch = _forgiving("touch", lambda *_, **__: False)
    incr = _forgiving("incr", lambda key, delta=1, version=None: delta)
    delete = _forgiving("delete", lambda *_, **__: False)
    delete_many = _forgiving("delete_many", lambda *_, **__: None)
    clear = _forgiving("clear", lambda *_, **__: False)
