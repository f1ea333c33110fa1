"""The synonyms and user words of now, in every process.

A change starts a new version in the cache once it is committed; processes look there at most once
a second. While the cache is away they go on with what they have.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

from search.language.synonyms import Synonyms
from search.language.tokens import use_user_words
from search.models import Synonym, UserWord

KEY = "search-words"
LOOK_EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _InForce:
    """What this process uses. ``looked`` is of time.monotonic."""

    version: str
    looked: float
    synonyms: Synonyms
    user_words: tuple[str, ...]


_now: list[_InForce] = []


def synonyms() -> Synonyms:
    """The synonyms in force; texts are read with the user words in force from here on."""
    return refresh().synonyms


def refresh(*, look: bool = False) -> _InForce:
    """Take over what was changed; ``look`` now and not only once a second. At most two queries,
    and only after a change."""
    held = _now[0] if _now else None
    if held and not look and time.monotonic() < held.looked + LOOK_EVERY_SECONDS:
        return held
    version = _version()
    if held and version in (held.version, ""):
        taken = _InForce(held.version, time.monotonic(), held.synonyms, held.user_words)
    else:
        taken = _load(version)
        if held is None or taken.user_words != held.user_words:
            use_user_words(taken.user_words)
    _now[:] = [taken]
    return taken


def start_version() -> None:
    """Tell all processes, once the transaction commits, that words have changed."""
    transaction.on_commit(lambda: cache.set(KEY, uuid4().hex, timeout=None))


def forget() -> None:
    """Begin like a process that has just started; for tests."""
    _now.clear()


def _version() -> str:
    version: str | None = cache.get(KEY)
    if version:
        return version
    cache.add(KEY, uuid4().hex, timeout=None)
    return cache.get(KEY) or ""


def _load(version: str) -> _InForce:
    groups = Synonym.objects.filter(is_active=True).values_list("words", flat=True)
    words = UserWord.objects.filter(is_active=True).values_list("text", flat=True)
    return _InForce(version, time.monotonic(), Synonyms(groups), tuple(words))
