"""Places in kept HTML that each request fills.

A place is written with a word that only this portal's processes know, so nothing that an officer
writes into a text can ever be taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe

SEPARATOR = "\x1f"


@lru_cache(maxsize=1)
def word() -> str:
    """The secret word; part of the keys under which HTML with places is kept."""
    return salted_hmac("knowledge.places", SEPARATOR).hexdigest()[:20]


def place(name: str, *values: object) -> SafeString:
    """A place that ``fill`` finds again, to stand in a template.

    Values may be HTML of this portal's own, of which the filler chooses.
    """
    told = SEPARATOR.join([name, *map(str, values)])
    return mark_safe(f"\x02{word()} {told}\x03")  # noqa: S308 - of this portal alone


def fill(text: str, filler: Callable[..., str]) -> SafeString:
    """``text`` with each place replaced by ``filler(name, *values)``, which is HTML."""

    def found(match: re.Match[str]) -> str:
        return filler(*match[1].split(SEPARATOR))

    return mark_safe(_pattern().sub(found, text))  # noqa: S308 - rendered, filled with own values


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(f"\x02{word()} ([^\x03]+)\x03")
