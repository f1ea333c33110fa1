"""How good a ranking is. Pure.

Definitions as in trec_eval and BEIR: gain is the grade, the discount log2(rank + 1).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over the queries of a set, each from 0 to 1."""

    ndcg10: float
    recall10: float
    mrr: float

    def as_dict(self) -> dict[str, float]:
        """The figures, to four places."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def measure(rankings: Sequence[Sequence[str]], grades: Sequence[Mapping[str, float]]) -> Quality:
    """Quality of the rankings of all queries. Raises ValueError where there is no query."""
    if not rankings:
        raise ValueError("There is nothing to measure.")
    pairs = list(zip(rankings, grades, strict=True))
    n = len(pairs)
    return Quality(
        ndcg10=sum(ndcg(ranking, wanted) for ranking, wanted in pairs) / n,
        recall10=sum(recall(ranking, wanted) for ranking, wanted in pairs) / n,
        mrr=sum(reciprocal_rank(ranking, wanted) for ranking, wanted in pairs) / n,
    )


def ndcg(ranking: Sequence[str], grades: Mapping[str, float], depth: int = DEPTH) -> float:
    """Discounted gain of the first ``depth``, as a share of the best possible (Järvelin 2002)."""
    gained = sum(
        grades.get(found, 0.0) / math.log2(rank + 1)
        for rank, found in enumerate(ranking[:depth], start=1)
    )
    ideal = sorted(grades.values(), reverse=True)[:depth]
    best = sum(grade / math.log2(rank + 1) for rank, grade in enumerate(ideal, start=1))
    return gained / best if best else 0.0


def recall(ranking: Sequence[str], grades: Mapping[str, float], depth: int = DEPTH) -> float:
    """The share of the relevant documents that is among the first ``depth``."""
    relevant = {found for found, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranking[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, float]) -> float:
    """One by the rank of the first relevant document, 0 where there is none in the ranking."""
    for rank, found in enumerate(ranking, start=1):
        if grades.get(found, 0) > 0:
            return 1 / rank
    return 0.0
