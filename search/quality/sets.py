"""Retrieval sets: documents, queries, and which documents answer which query."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

# Which half a query is in must not change between runs.
SEED = 20_261_124


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a set."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query of a set and the grades of the documents that answer it; none for no answer."""

    text: str
    grades: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """A corpus and what is asked of it."""

    name: str
    texts: Sequence[Text]
    questions: Sequence[Question]

    def halves(self) -> tuple[RetrievalSet, RetrievalSet]:
        """The half to tune on and the half to report on, the same in every run."""
        order = list(self.questions)
        random.Random(SEED).shuffle(order)  # noqa: S311 - a lottery, not a secret
        middle = len(order) // 2
        return replace(self, questions=order[:middle]), replace(self, questions=order[middle:])

    def sample(self, most: int) -> RetrievalSet:
        """The same set with at most so many questions."""
        if len(self.questions) <= most:
            return self
        chosen = random.Random(SEED).sample(list(self.questions), most)  # noqa: S311
        return replace(self, questions=chosen)


def load_folder(folder: Path) -> RetrievalSet:
    """The set in a folder with corpus.jsonl.gz, queries.jsonl and qrels.tsv. Raises OSError."""
    return load(
        folder.name, folder / "corpus.jsonl.gz", folder / "queries.jsonl", folder / "qrels.tsv"
    )


def load(name: str, corpus: Path, queries: Path, qrels: Path) -> RetrievalSet:
    """A set from three files. Raises OSError, ValueError with the file and line at fault.

    A document is ``{"id" or "_id", "title", "text"}``, a query ``{"id" or "_id", "text"}``, each a
    line, ``.gz`` or plain; qrels are query, document and grade by tabs. Queries without a relevant
    document in the corpus are left out, as they measure nothing.
    """
    texts = [
        Text(_id_of(line), str(line.get("title") or ""), str(line.get("text") or ""))
        for line in _lines(corpus)
    ]
    known = {text.id for text in texts}
    grades = _grades(qrels)
    questions = []
    for line in _lines(queries):
        wanted = {d: g for d, g in grades.get(_id_of(line), {}).items() if d in known and g > 0}
        if wanted:
            questions.append(Question(str(line["text"]), wanted))
    return RetrievalSet(name, texts, questions)


def _id_of(line: Mapping[str, Any]) -> str:
    return str(line["id"] if "id" in line else line["_id"])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except ValueError as error:
                raise ValueError(f"{path}, line {number}: {error}") from error


def _grades(path: Path) -> dict[str, dict[str, float]]:
    """Grades of documents by query. TREC's form with four columns is read too."""
    grades: dict[str, dict[str, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t"), start=1):
            try:
                query, document, grade = row[0], row[-2], float(row[-1])
            except (IndexError, ValueError) as error:
                if number == 1:  # its heading
                    continue
                raise ValueError(f"{path}, line {number}: {error}") from error
            grades.setdefault(query, {})[document] = grade
    return grades
