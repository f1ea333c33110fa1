"""Who wrote how much of a text, judged by its words. Pure but for reading revisions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from knowledge.models import Revision

WORDS = re.compile(r"\w+")
# Who wrote more than this share is as good as an author.
EDITOR_SHARE = 0.10


def shares(versions: Iterable[tuple[int, str]]) -> dict[int, float]:
    """Editor id to their share, in 0..1, of the words of the last of ``versions``.

    ``versions`` are (editor, text), oldest first. A word belongs to whoever brought it in; what
    was taken out on the way counts for nobody.
    """
    owned: Counter[tuple[str, int]] = Counter()
    present: Counter[str] = Counter()
    for editor, text in versions:
        words = Counter(WORDS.findall(text))
        for word, number in (words - present).items():
            owned[word, editor] += number
        for word, number in (present - words).items():
            _take(owned, word, number)
        present = words
    whole = sum(owned.values())
    result: Counter[int] = Counter()
    for (_word, editor), number in owned.items():
        result[editor] += number
    return {editor: number / whole for editor, number in result.items() if number}


def editors_of(revision: Revision) -> set[int]:
    """Ids of those who wrote more than a tenth of the revision."""
    rows = Revision.objects.filter(item_id=revision.item_id, number__lte=revision.number)
    versions = rows.order_by("number").values_list("editor_id", "source")
    return {editor for editor, share in shares(versions).items() if share > EDITOR_SHARE}


def _take(owned: Counter[tuple[str, int]], word: str, number: int) -> None:
    """Remove that many of a word, from those who brought it in last."""
    for key in [key for key in reversed(list(owned)) if key[0] == word]:
        taken = min(owned[key], number)
        owned[key] -= taken
        number -= taken
        if number == 0:
            return
