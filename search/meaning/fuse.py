"""Two rankings made one. Pure."""

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
