"""Words that a printed line has broken in two."""

from __future__ import annotations

import re

# Korean is broken anywhere in a word, without a hyphen.
ENDS = re.compile(r"([가-힣]+)\n(?=([가-힣]+))")


def across_lines(text: str) -> str:
    """What the last word of each line gives with the first of the next, with spaces between.

    A PDF does not say where a word goes on: search knows both ways to read a line's end.
    """
    return " ".join(first + second for first, second in ENDS.findall(text))
