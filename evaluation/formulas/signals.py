"""Numbers that should make a person look. Pure; each result keeps what it was computed from.

No signal proves anything: it says how often chance alone would look like this.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from statistics import NormalDist

WORDS = re.compile(r"\w+")
RUN = 3
# A run of words that so many comments share is a phrase of the trade, and finds no copies.
COMMONPLACE = 40
# However different comments are, two may share a run of words.
LEAST_SHARED = 0.01


def residual(own: float, others: Sequence[float]) -> float:
    """How much more an evaluator gave than the others of the round, both freed of severity.

    Scaled by sqrt(m / (m + 1)) for m others, so that its variance is that of one evaluation:
    the mean of the others is itself uncertain. Raises ValueError without others.
    """
    if not others:
        raise ValueError("A residual needs at least one other evaluation.")
    m = len(others)
    return (own - math.fsum(others) / m) * math.sqrt(m / (m + 1))


@dataclass(frozen=True, slots=True)
class Favour:
    """``z`` = total / spread, with spread = sigma sqrt(n). ``p`` is how often chance gives such a
    z or a larger one in any of ``looks`` looks: one at each evaluation since there were enough."""

    n: int
    total: float
    sigma: float
    spread: float
    z: float
    p_once: float
    looks: int
    p: float


def pair_favour(residuals: Sequence[float], sigma: float, least: int = 4) -> Favour | None:
    """Whether one evaluator gives one author more than others do; None below ``least``
    evaluations. z = sum(residual) / (sigma sqrt(n)), one-sided."""
    n = len(residuals)
    if n < least:
        return None
    total = math.fsum(residuals)
    spread = sigma * math.sqrt(n)
    z = total / spread
    p_once = NormalDist().cdf(-z)
    looks = n - least + 1
    return Favour(n, total, sigma, spread, z, p_once, looks, min(1.0, p_once * looks))


def reciprocity(
    forth: Sequence[float], back: Sequence[float], sigma: float, least: int = 4
) -> Favour | None:
    """Whether two people give each other more than others do: the same test over both ways.

    None unless both have judged the other, ``least`` times together, and both gave more.
    """
    if not forth or not back or math.fsum(forth) <= 0 or math.fsum(back) <= 0:
        return None
    return pair_favour([*forth, *back], sigma, least)


@dataclass(frozen=True, slots=True)
class Burst:
    """``count`` of an evaluator's ``n`` evaluations within ``minutes``, from ``begin`` on.

    ``expected`` more would follow an evaluation within such a time by chance; ``p_once`` is the
    chance of ``count - 1`` more, ``p`` that of any of the n evaluations beginning such a burst.
    """

    begin: datetime
    end: datetime
    count: int
    n: int
    minutes: int
    working_minutes: float
    expected: float
    p_once: float
    p: float


def burst(
    moments: Iterable[datetime], working_minutes: float, minutes: int = 30, least: int = 4
) -> Burst | None:
    """The densest ``minutes`` among the moments at which one evaluator submitted; None below
    ``least`` in them.

    Chance spreads the others evenly over ``working_minutes`` (Poisson); the n possible beginnings
    are paid for by a factor n (Bonferroni).
    """
    times = sorted(moments)
    n, width = len(times), timedelta(minutes=minutes)
    best, begin = 0, 0
    last = 0
    for first, moment in enumerate(times):
        while last < n and times[last] - moment <= width:
            last += 1
        if last - first > best:
            best, begin = last - first, first
    if best < least or working_minutes <= 0:
        return None
    expected = (n - 1) * min(minutes / working_minutes, 1.0)
    p_once = poisson_tail(best - 1, expected)
    return Burst(
        begin=times[begin],
        end=times[begin + best - 1],
        count=best,
        n=n,
        minutes=minutes,
        working_minutes=working_minutes,
        expected=expected,
        p_once=p_once,
        p=min(1.0, p_once * n),
    )


def poisson_tail(k: int, mean: float) -> float:
    """P(X >= k) for X ~ Poisson(mean); summed upwards, so that small chances keep their digits."""
    if k <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    term = math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))
    total, number = 0.0, k
    while term > 0 and (number <= mean or term > total * 1e-17):
        total += term
        number += 1
        term *= mean / number
    return min(total, 1.0)


def binomial_tail(k: int, n: int, chance: float) -> float:
    """P(X >= k) for X ~ Binomial(n, chance)."""
    if k <= 0:
        return 1.0
    return min(
        1.0,
        math.fsum(math.comb(n, i) * chance**i * (1 - chance) ** (n - i) for i in range(k, n + 1)),
    )


def runs_of(text: str, least_words: int = 0) -> frozenset[tuple[str, ...]]:
    """The runs of three words of a text, whatever its punctuation and capitals; none of a text
    with fewer than ``least_words`` words."""
    words = WORDS.findall(text.casefold())
    if len(words) < max(least_words, RUN):
        return frozenset()
    return frozenset(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts (their keys) that share ``shared`` of ``together`` runs of three words.

    ``usual`` is the share of runs that two of the texts have in common on average. Runs overlap,
    so three of them count as one: ``p`` is the chance that ``shared // 3`` of ``together / 3``
    independent runs agree, each with the chance ``usual``.
    """

    a: int
    b: int
    shared: int
    together: int
    similarity: float
    usual: float
    p: float


def likenesses(texts: Mapping[int, str], least_words: int = 12) -> Iterator[Likeness]:
    """The pairs of texts that share unusual runs of words; those that share none have p = 1.

    Looks a run up in an index instead of comparing all pairs of texts.
    """
    runs = {key: found for key, text in texts.items() if (found := runs_of(text, least_words))}
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for key in sorted(runs):
        for run in runs[key]:
            having[run].append(key)
    usual = usual_share([len(found) for found in runs.values()], [len(k) for k in having.values()])
    pairs = Counter(
        pair
        for keys in having.values()
        if 1 < len(keys) <= COMMONPLACE
        for pair in combinations(keys, 2)
    )
    for a, b in sorted(pairs):
        shared = len(runs[a] & runs[b])
        together = len(runs[a] | runs[b])
        p = binomial_tail(shared // RUN, -(-together // RUN), usual)
        yield Likeness(a, b, shared, together, shared / together, usual, p)


def usual_share(lengths: Sequence[int], frequencies: Sequence[int]) -> float:
    """What two of the texts share on average: runs in common / runs together, at least 1 %.

    ``lengths`` are the runs of each text, ``frequencies`` how many texts have each run.
    """
    pairs = math.comb(len(lengths), 2)
    if not pairs:
        return LEAST_SHARED
    common = sum(math.comb(number, 2) for number in frequencies) / pairs
    together = 2 * sum(lengths) / len(lengths) - common
    return max(common / together, LEAST_SHARED) if together else LEAST_SHARED


def comparisons(texts: Mapping[int, str], least_words: int = 12) -> int:
    """How many pairs of texts ``likenesses`` has compared."""
    return math.comb(sum(bool(runs_of(text, least_words)) for text in texts.values()), 2)


@dataclass(frozen=True, slots=True)
class Found:
    """What of the list is no chance: its place by p (from 1) and the bound that it lies below."""

    index: int
    rank: int
    bound: float


def benjamini_hochberg(chances: Sequence[float], share: float, tests: int = 0) -> list[Found]:
    """Those of the chances that bound the expected share of false alarms among them by ``share``.

    ``tests`` is how many things were looked at, where that is more than the chances given (the
    others had 1). Benjamini & Hochberg, J. R. Stat. Soc. B 57 (1995): the largest rank whose p is
    at most share * rank / tests, and all before it.
    """
    tests = max(tests, len(chances))
    order = sorted(range(len(chances)), key=lambda i: (chances[i], i))
    last = max(
        (rank for rank, i in enumerate(order, 1) if chances[i] <= share * rank / tests), default=0
    )
    return [Found(i, rank, share * rank / tests) for rank, i in enumerate(order[:last], 1)]
