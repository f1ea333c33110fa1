"""Looking for what chance does not explain in a quarter's evaluations. Reads, never writes.

Each kind of signal gets an equal part of the share of false alarms that the policy allows, so that
all kinds together stay within it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from evaluation.calendar import DAY, is_working_day, quarter_bounds, quarter_code
from evaluation.formulas.signals import (
    Favour,
    benjamini_hochberg,
    burst,
    comparisons,
    likenesses,
    pair_favour,
    reciprocity,
    residual,
)
from evaluation.judged import Judged, by_round
from evaluation.models import Alert, EvaluatorPolicy

KINDS = len(Alert.Kind)
WORKING_DAY_MINUTES = 480
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something to raise: what about, whom (officer ids), and every number of its arithmetic."""

    kind: Alert.Kind
    subject: str
    officers: tuple[int, ...]
    evidence: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Test:
    """One thing that was looked at, with the chance that it is nothing."""

    subject: str
    officers: tuple[int, ...]
    p: float
    evidence: dict[str, Any]


def suspicions(
    history: Sequence[Judged],
    moments: dict[int, list[datetime]],
    *,
    today: date,
    sigma: float,
    policy: EvaluatorPolicy,
) -> list[Suspicion]:
    """What is not explained by chance, of all kinds.

    ``history`` are the evaluations of the months that the policy looks back on; pairs need them.
    Comments are compared, and ``moments`` (officer id to when they submitted) looked at, within
    the quarter of ``today``.
    """
    begin = quarter_bounds(quarter_code(today))[0]
    recent = [one for one in history if one.at.date() >= begin - DAY]
    given = residuals_of(history)
    pairs = _favours(given, sigma, policy)
    mutual = _mutual(given, sigma, policy)
    bursts = _bursts(moments, begin, today, policy)
    copies, compared = _copies(recent, policy)
    share = policy.false_alarms / KINDS
    return [
        *_kept(Alert.Kind.FAVOUR, pairs, share),
        *_kept(Alert.Kind.RECIPROCITY, mutual, share),
        *_kept(Alert.Kind.BURST, bursts, share, looked_at=len(moments)),
        *_once_each(_kept(Alert.Kind.COPY, copies, share, looked_at=compared)),
    ]


def residuals_of(history: Sequence[Judged]) -> dict[Pair, list[dict[str, Any]]]:
    """By (evaluator, writer), officer ids: how much more each evaluation gave than the others of
    its round, with the numbers that this comes from."""
    given: dict[Pair, list[dict[str, Any]]] = defaultdict(list)
    for judged in by_round(history).values():
        for one in judged:
            others = [o.corrected for o in judged if o.assignment != one.assignment]
            if not others:
                continue
            row = {
                "item": one.item,
                "own": one.total,
                "severity": one.severity,
                "others": sum(others) / len(others),
                "m": len(others),
                "residual": residual(one.corrected, others),
            }
            for writer in one.writers:
                given[one.officer, writer].append(row)
    return given


def _favours(
    given: dict[Pair, list[dict[str, Any]]], sigma: float, policy: EvaluatorPolicy
) -> list[Test]:
    tests = []
    for (evaluator, writer), rows in sorted(given.items()):
        found = pair_favour([row["residual"] for row in rows], sigma, policy.pair_min)
        if found is not None:
            facts = {"evaluator": evaluator, "writer": writer, "rows": rows, **_numbers(found)}
            tests.append(Test(f"{evaluator}>{writer}", (evaluator, writer), found.p, facts))
    return tests


def _mutual(
    given: dict[Pair, list[dict[str, Any]]], sigma: float, policy: EvaluatorPolicy
) -> list[Test]:
    tests = []
    for (a, b), forth in sorted(given.items()):
        back = given.get((b, a))
        if a > b or back is None:
            continue
        found = reciprocity(
            [row["residual"] for row in forth],
            [row["residual"] for row in back],
            sigma,
            policy.pair_min,
        )
        if found is not None:
            facts = {"a": a, "b": b, "rows": forth, "back": back, **_numbers(found)}
            tests.append(Test(f"{a}-{b}", (a, b), found.p, facts))
    return tests


def _numbers(found: Favour) -> dict[str, Any]:
    return asdict(found)


def _bursts(
    moments: dict[int, list[datetime]], begin: date, today: date, policy: EvaluatorPolicy
) -> list[Test]:
    days = sum(is_working_day(begin + n * DAY) for n in range((today - begin).days + 1))
    tests = []
    for officer, times in sorted(moments.items()):
        found = burst(times, days * WORKING_DAY_MINUTES, policy.burst_minutes, policy.burst_min)
        if found is not None:
            facts = asdict(found) | {
                "evaluator": officer,
                "begin": found.begin.isoformat(),
                "end": found.end.isoformat(),
                "days": days,
            }
            tests.append(Test(f"{officer}", (officer,), found.p, facts))
    return tests


def _copies(recent: Sequence[Judged], policy: EvaluatorPolicy) -> tuple[list[Test], int]:
    texts = {one.assignment: one.comment for one in recent}
    authors = {one.assignment: one.officer for one in recent}
    tests = []
    for found in likenesses(texts, policy.copy_words):
        officers = tuple(sorted({authors[found.a], authors[found.b]}))
        facts = asdict(found)
        tests.append(Test("-".join(map(str, officers)), officers, found.p, facts))
    return tests, comparisons(texts, policy.copy_words)


def _kept(kind: Alert.Kind, tests: list[Test], share: float, looked_at: int = 0) -> list[Suspicion]:
    looked_at = max(len(tests), looked_at)
    return [
        Suspicion(
            kind,
            tests[found.index].subject,
            tests[found.index].officers,
            tests[found.index].evidence
            | {"rank": found.rank, "bound": found.bound, "tests": looked_at, "share": share},
        )
        for found in benjamini_hochberg([test.p for test in tests], share, looked_at)
    ]


def _once_each(found: list[Suspicion]) -> list[Suspicion]:
    """Of several pairs of comments by the same people the most alike, with how many there are."""
    numbers: dict[str, int] = defaultdict(int)
    first: dict[str, Suspicion] = {}
    for one in found:
        numbers[one.subject] += 1
        first.setdefault(one.subject, one)
    for subject, one in first.items():
        one.evidence["pairs"] = numbers[subject]
    return list(first.values())
