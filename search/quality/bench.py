"""Measuring the engines on sets, and the tables of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.meaning.fuse import least_likeness
from search.quality.engines import Rankings, by_both, by_meaning, by_morphemes, by_words
from search.quality.measures import Quality, measure
from search.quality.sets import RetrievalSet
from search.quality.slips import slips, without_answers
from search.quality.vectors import VectorFile

ENGINES = ("words", "morphemes", "semantic", "hybrid")


@dataclass(frozen=True, slots=True)
class Line:
    """An engine on a set: on all questions, and on the half that no weight was tuned on."""

    set: str
    engine: str
    quality: Quality
    untuned_ndcg10: float

    def as_dict(self) -> dict[str, Any]:
        """The line as var/search-quality.json has it."""
        return {"set": self.set, "engine": self.engine, **self.quality.as_dict()}


@dataclass(frozen=True, slots=True)
class Silence:
    """How often meaning finds something above the threshold, for questions with and without an
    answer; shares from 0 to 1."""

    set: str
    has_answers: bool
    found_something: float
    median_likeness: float


def measure_set(measured: RetrievalSet, vectors: VectorFile | None) -> list[Line]:
    """All engines on one set; without ``vectors`` those that need none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rankings: dict[str, Rankings] = {
            "words": by_words(measured, folder / "words"),
            "morphemes": by_morphemes(measured, folder / "morphemes"),
        }
    if vectors is not None:
        rankings["semantic"], _likeness = by_meaning(measured, vectors)
        rankings["hybrid"] = by_both(rankings["morphemes"], rankings["semantic"])
    grades = [question.grades for question in measured.questions]
    untuned = {id(question) for question in measured.halves()[1].questions}
    held = [n for n, question in enumerate(measured.questions) if id(question) in untuned]
    lines = []
    for engine, ranked in rankings.items():
        half = measure([ranked[n] for n in held], [grades[n] for n in held])
        lines.append(Line(measured.name, engine, measure(ranked, grades), half.ndcg10))
    return lines


def measure_slips(measured: RetrievalSet) -> list[Line]:
    """Words and morphemes on titles typed wrongly."""
    lines = []
    for wrong in slips(measured):
        with tempfile.TemporaryDirectory() as name:
            for engine, rank in {"words": by_words, "morphemes": by_morphemes}.items():
                ranked = rank(wrong, Path(name) / engine)
                quality = measure(ranked, [question.grades for question in wrong.questions])
                lines.append(Line(wrong.name, engine, quality, quality.ndcg10))
    return lines


def measure_silence(sets: Sequence[RetrievalSet], vectors: VectorFile) -> list[Silence]:
    """What meaning says to questions with and without an answer."""
    lines = []
    for has_answers, asked in ((True, sets), (False, without_answers(sets))):
        for measured in asked:
            _rankings, likeness = by_meaning(measured, vectors)
            above = sum(
                best >= least_likeness(question.text)
                for best, question in zip(likeness, measured.questions, strict=True)
            )
            lines.append(
                Silence(
                    measured.name,
                    has_answers,
                    above / len(likeness),
                    sorted(likeness)[len(likeness) // 2],
                )
            )
    return lines


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Columns under headings, numbers to three places."""
    cells = [list(headings), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(headings))]
    adjust: list[Callable[[str, int], str]] = [
        str.ljust if rows and isinstance(value, str) else str.rjust for value in rows[0]
    ]
    lines = [
        "  ".join(fit(cell, width) for fit, cell, width in zip(adjust, row, widths, strict=True))
        for row in cells
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _cell(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
