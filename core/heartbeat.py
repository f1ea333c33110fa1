"""The sign of life of the background workers."""

from __future__ import annotations

from core.redis import client

KEY = "ckp:heartbeat"
BELIEVED_SECONDS = 60


def beat() -> None:
    """A worker says that it lives."""
    client().set(KEY, 1, ex=BELIEVED_SECONDS)


def is_alive() -> bool:
    """Whether a worker has said so within the last minute. Raises RedisError."""
    return bool(client().exists(KEY))
