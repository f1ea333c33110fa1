"""Figures, their table and their file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing. ``ratio_to_floor`` compares it within the same run."""

    name: str
    value: float
    unit: str
    ratio_to_floor: float | None = None
    queries: int | None = None
    note: str = ""


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text."""
    lines = [f"{'figure':<22}{'value':>12}  {'unit':<12}{'ratio':>7}{'queries':>9}  note"]
    for figure in figures:
        ratio = "" if figure.ratio_to_floor is None else f"{figure.ratio_to_floor:.2f}"
        queries = "" if figure.queries is None else str(figure.queries)
        lines.append(
            f"{figure.name:<22}{figure.value:>12,.1f}  {figure.unit:<12}{ratio:>7}{queries:>9}"
            f"  {figure.note}"
        )
    return "\n".join(lines)


def write(figures: Sequence[Figure], path: Path) -> None:
    """The figures as a JSON list."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
