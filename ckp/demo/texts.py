"""The texts of the demo: Markdown files with a head in TOML, and tables of remarks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "texts"
FENCE = "+++\n"


@dataclass(frozen=True, slots=True)
class Text:
    """One item of the demo. ``quality`` in 0..1 steers its scores; ``audience`` is a word."""

    slug: str
    title: str
    summary: str
    category: str
    tags: tuple[str, ...]
    language: str
    shape: str
    audience: str
    citations: tuple[tuple[str, str], ...]
    quality: float
    source: str


@lru_cache(maxsize=1)
def texts() -> list[Text]:
    """All texts, by name of file."""
    return [read_text(path) for path in sorted(FOLDER.glob("*.md"))]


def read_text(path: Path) -> Text:
    """One file. Raises ValueError where head or fence is missing."""
    _before, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    facts = tomllib.loads(head)
    laws = [("law", code) for code in facts["citations_law"]]
    codes = [("hs", code) for code in facts["citations_hs"]]
    return Text(
        slug=path.stem,
        title=facts["title"],
        summary=facts["summary"],
        category=facts["category"],
        tags=tuple(facts["tags"]),
        language=facts["language"],
        shape=facts["shape"],
        audience=facts["audience"],
        citations=tuple(laws + codes),
        quality=facts["quality"],
        source=body.strip() + "\n",
    )


@lru_cache(maxsize=1)
def remarks() -> dict[str, Any]:
    """Comments, replies and evaluators' remarks by language: see texts/remarks.toml."""
    return tomllib.loads((FOLDER / "remarks.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def people() -> list[dict[str, Any]]:
    """The officers besides the demo accounts: see texts/officers.toml."""
    table = tomllib.loads((FOLDER / "officers.toml").read_text(encoding="utf-8"))
    officers: list[dict[str, Any]] = table["officers"]
    return officers
