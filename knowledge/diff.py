"""What changed between two texts, line by line and word by word. Knows no database.

The rows are drawn by ``templates/components/diff.html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Unchanged lines kept around a change; what lies further away is folded.
CONTEXT = 3
# Two lines are one changed line from this likeness on; less is a removal and an addition.
LIKENESS = 0.4
# Above these the comparison would take too long for a page, so it is made more coarsely.
MOST_PAIRS = 900
MOST_WORDS = 250_000

WORD = re.compile(r"\w+|\s+|[^\w\s]")

SAME, ADDED, REMOVED, CHANGED, GAP = "same", "added", "removed", "changed", "gap"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one line. ``kind`` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a comparison, or a fold of unchanged lines.

    ``kind`` is same, added, removed, changed or gap; ``old`` and ``new`` are line numbers from 1
    where the line exists in that text; ``folded`` is how many lines a gap leaves out.
    """

    kind: str
    old: int | None = None
    new: int | None = None
    parts: tuple[Part, ...] = ()
    folded: int = 0


def diff_rows(a: str, b: str, *, context: int = CONTEXT) -> list[Row]:
    """The lines of ``b`` with what became of those of ``a``; empty when they say the same.

    Line ends and trailing blanks do not count as a change.
    """
    old, new = _lines(a), _lines(b)
    if old == new:
        return []
    return list(_fold(list(_rows(old, new)), context))


def diff_words(a: str, b: str) -> tuple[Part, ...]:
    """One line as a mixture of kept, removed and added words."""
    old, new = WORD.findall(a), WORD.findall(b)
    if len(old) * len(new) > MOST_WORDS:
        return tuple(Part(kind, text) for kind, text in ((REMOVED, a), (ADDED, b)) if text)
    parts: list[Part] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part(SAME, "".join(old[i:j])))
            continue
        if i < j:
            parts.append(Part(REMOVED, "".join(old[i:j])))
        if k < m:
            parts.append(Part(ADDED, "".join(new[k:m])))
    return tuple(_joined(parts))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def _rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    # What both begin and end with is cut off first: most edits touch a few lines of a long text.
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    for n in range(head):
        yield Row(SAME, n + 1, n + 1, (Part(SAME, old[n]),))
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=len(middle_old) > 2000)
    for tag, i, j, k, m in matcher.get_opcodes():
        i, j, k, m = i + head, j + head, k + head, m + head
        if tag == "equal":
            for n in range(j - i):
                yield Row(SAME, i + n + 1, k + n + 1, (Part(SAME, old[i + n]),))
        else:
            yield from _replaced(old, new, i, j, k, m)
    for n in range(tail, 0, -1):
        yield Row(SAME, len(old) - n + 1, len(new) - n + 1, (Part(SAME, old[len(old) - n]),))


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count


def _replaced(
    old: Sequence[str], new: Sequence[str], i: int, j: int, k: int, m: int
) -> Iterator[Row]:
    """Rows of old[i:j] replaced by new[k:m]: pairs of like lines, and the rest between them."""
    pairs = [(i + x, k + y) for x, y in _pairs(old[i:j], new[k:m])]
    for x, y in [*pairs, (j, m)]:
        for n in range(i, x):
            yield Row(REMOVED, n + 1, None, (Part(REMOVED, old[n]),))
        for n in range(k, y):
            yield Row(ADDED, None, n + 1, (Part(ADDED, new[n]),))
        if x < j and y < m:
            yield Row(CHANGED, x + 1, y + 1, diff_words(old[x], new[y]))
        i, k = x + 1, y + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which old line became which new one, in order, so that the sum of likenesses is greatest."""
    if len(old) * len(new) > MOST_PAIRS:
        return []
    words_old, words_new = ([WORD.findall(line) for line in lines] for lines in (old, new))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    like = [[_likeness(a, b) for b in words_new] for a in words_old]
    for x in range(len(old) - 1, -1, -1):
        for y in range(len(new) - 1, -1, -1):
            paired = like[x][y] + best[x + 1][y + 1] if like[x][y] else 0.0
            best[x][y] = max(paired, best[x + 1][y], best[x][y + 1])
    pairs: list[tuple[int, int]] = []
    x = y = 0
    while x < len(old) and y < len(new):
        if like[x][y] and best[x][y] == like[x][y] + best[x + 1][y + 1]:
            pairs.append((x, y))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1
    return pairs


def _likeness(a: list[str], b: list[str]) -> float:
    """Share of words in common, 0 when below LIKENESS."""
    if not a or not b:
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.quick_ratio() < LIKENESS:
        return 0.0
    ratio = matcher.ratio() if len(a) * len(b) <= MOST_WORDS else matcher.quick_ratio()
    return ratio if ratio >= LIKENESS else 0.0


def _joined(parts: list[Part]) -> Iterator[Part]:
    """Blanks between two changes join them: "a b" for "c d" is one change, not two."""
    kept = list(parts)
    for place in range(1, len(kept) - 1):
        blank = kept[place].kind == SAME and kept[place].text.isspace()
        if blank and SAME not in (kept[place - 1].kind, kept[place + 1].kind):
            kept[place] = Part("both", kept[place].text)
    waiting = {REMOVED: "", ADDED: ""}
    for part in [*kept, Part(SAME, "")]:
        if part.kind == SAME:
            yield from (Part(kind, text) for kind, text in waiting.items() if text)
            waiting = {REMOVED: "", ADDED: ""}
            if part.text:
                yield part
        for kind in waiting:
            if part.kind in (kind, "both"):
                waiting[kind] += part.text


def _fold(rows: list[Row], context: int) -> Iterator[Row]:
    """Fold unchanged rows that are further than ``context`` lines from any change."""
    near = [False] * len(rows)
    for place, row in enumerate(rows):
        if row.kind != SAME:
            for n in range(max(0, place - context), min(len(rows), place + context + 1)):
                near[n] = True
    folded = 0
    for row, is_near in zip(rows, near, strict=True):
        if is_near:
            if folded:
                yield Row(GAP, folded=folded)
            folded = 0
            yield row
        else:
            folded += 1
    if folded:
        yield Row(GAP, folded=folded)
