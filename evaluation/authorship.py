"""Who wrote how much of a text, judged by its words. Pure but for reading revisions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from knowledge.models import Revision

WORDS = re.compile(r"\w+")


def shares(versions: Iterable[tuple[int, str]]) -> dict[int, float]:
    """Editor id to their share, in 0..1, of the words of the last of ``versions``.

    ``versions`` are (editor, text), oldest first. A word belongs to whoever brought it in; what
    was taken out on the way counts for nobody.
    """
    # Of each word, who brought in how many, the latest last.
    owned: dict[str, list[tuple[int, int]]] = defaultdict(list)
    present: Counter[str] = Counter()
    for editor, text in versions:
        words = Counter(WORDS.findall(text))
        for word, number in (words - present).items():
            owned[word].append((editor, number))
        for word, number in (present - words).items():
            _take(owned[word], number)
        present = words
    result: Counter[int] = Counter()
    for parts in owned.values():
        for editor, number in parts:
            result[editor] += number
    whole = result.total()
    return {editor: number / whole for editor, number in result.items()}


def editors_of(revision: Revision, more_than: float) -> set[int]:
    """Ids of those who wrote more than that share (0..1) of the revision."""
    rows = Revision.objects.filter(item_id=revision.item_id, number__lte=revision.number)
    versions = rows.order_by("number").values_list("editor_id", "source")
    return {editor for editor, share in shares(versions).items() if share > more_than}


def _take(parts: list[tuple[int, int]], number: int) -> None:
    """Remove that many of a word, from those who brought it in last."""
    while number:
        editor, there = parts.pop()
        if there > number:
            parts.append((editor, there - number))
        number -= min(there, number)
