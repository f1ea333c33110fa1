"""Two rankings made one, and what is too far away for either. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

from search.index import weights

Key = TypeVar("Key", bound=Hashable)


def fused(
    lexical: Sequence[Key],
    semantic: Sequence[Key],
    *,
    k: float = weights.FUSION_K,
    lexical_weight: float = weights.LEXICAL_WEIGHT,
    semantic_weight: float = weights.SEMANTIC_WEIGHT,
) -> list[Key]:
    """Both rankings by the sum of weight / (k + rank), best first; each key once.

    What is beyond ``FUSION_DEPTH`` of the words keeps its place behind the rest, so that paging
    goes on where fusion ends. Equal sums keep the order of the words. Cormack, Clarke, Büttcher:
    Reciprocal Rank Fusion (SIGIR 2009).
    """
    depth = weights.FUSION_DEPTH
    sums: dict[Key, float] = {}
    for ranking, weight in ((lexical, lexical_weight), (semantic, semantic_weight)):
        for rank, key in enumerate(ranking[:depth], start=1):
            sums[key] = sums.get(key, 0.0) + weight / (k + rank)
    first = sorted(sums, key=lambda key: -sums[key])
    return [*first, *(key for key in lexical[depth:] if key not in sums)]


def least_likeness(question: str) -> float:
    """The cosine below which nothing fits a question: cosines of this model are higher where
    question and text are in one language, whether or not the one answers the other."""
    is_korean = any("가" <= char <= "힣" for char in question)
    return weights.NOTHING_FITS_KOREAN if is_korean else weights.NOTHING_FITS_LATIN
