"""Words that the analyser does not know, and how they stand inside longer ones. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# A word this short may begin a longer one by chance (세번 in 세번째), so it counts only where
# a run begins.
SHORT = 2


@dataclass(frozen=True, slots=True)
class UserWords:
    """User words by their first character, the longest first, each with its parts."""

    by_first: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]

    @classmethod
    def of(cls, words: Iterable[str]) -> UserWords:
        """``words`` are written with spaces where their parts meet: "과세 가격"."""
        by_first: dict[str, dict[str, tuple[str, ...]]] = {}
        for word in words:
            parts = tuple(word.lower().split())
            whole = "".join(parts)
            if len(whole) >= SHORT:
                by_first.setdefault(whole[0], {})[whole] = parts
        return cls(
            {
                first: tuple(sorted(of_it.items(), key=lambda pair: -len(pair[0])))
                for first, of_it in by_first.items()
            }
        )

    def split(self, run: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The pieces of ``run`` from left to right, with their parts where they are user words
        and with none between them; the leftmost longest word wins."""
        start = at = 0
        while at < len(run):
            for whole, parts in self.by_first.get(run[at], ()):
                if run.startswith(whole, at) and (at == 0 or len(whole) > SHORT):
                    if start < at:
                        yield run[start:at], ()
                    yield whole, parts
                    start = at = at + len(whole)
                    break
            else:
                at += 1
        if start < len(run):
            yield run[start:], ()


@cache
def _shipped_lines() -> tuple[str, ...]:
    text = files("search.language").joinpath("data/words.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def shipped(more: Iterable[str] = ()) -> UserWords:
    """The customs words of this package, and ``more``, which win over them."""
    return UserWords.of((*_shipped_lines(), *more))
