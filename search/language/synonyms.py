"""Other words for what was typed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.language.clean import clean
from search.language.tokens import stem

# The longest term of a group, in typed words: Authorized Economic Operator has three.
MOST_WORDS = 6
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Expansion:
    """The words from ``start`` up to ``end`` (not included) may be said by ``others`` as well."""

    start: int
    end: int
    others: tuple[str, ...]


def key(term: str) -> str:
    """What all writings of a term have in common: of C/O and CO, of 원산지 증명서를."""
    return _SIGNS.sub("", stem(term)) or _SIGNS.sub("", clean(term).lower())


class Synonyms:
    """Groups of terms that mean the same. Immutable; one serves all threads."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        """``groups``: the terms of each, as people write them; a term may be in several."""
        self._others: dict[str, dict[str, str]] = {}
        for group in groups:
            terms = {key(term): " ".join(clean(term).split()) for term in group}
            terms.pop("", None)
            for one in terms:
                others = {other: term for other, term in terms.items() if other != one}
                self._others.setdefault(one, {}).update(others)

    def __len__(self) -> int:
        return len(self._others)

    def of(self, term: str) -> tuple[str, ...]:
        """The other terms of the groups of ``term``; () if it is in none."""
        return tuple(self._others.get(key(term), {}).values())

    def expand(self, words: Sequence[str]) -> tuple[Expansion, ...]:
        """The terms among ``words`` (as typed, in order) and what they may be said by; longer
        terms win over shorter ones inside them, and none overlap."""
        found: list[Expansion] = []
        stems = [key(word) for word in words]
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + MOST_WORDS), at, -1):
                others = self._others.get("".join(stems[at:end]))
                if others:
                    found.append(Expansion(at, end, tuple(others.values())))
                    at = end
                    break
            else:
                at += 1
        return tuple(found)
