"""What was meant, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from search import help as words
from search.choices import Choices
from search.mending import Offer


@dataclass(frozen=True, slots=True)
class Told:
    """A query to try instead, its address, its number of hits, and what was done to get it."""

    text: str
    query: str
    count: int
    done: str


def told(offer: Offer, choices: Choices) -> Told:
    """An offer as the page words it."""
    mend = offer.mend
    done = " ".join(words.told(change) for change in mend.changes)
    return Told(mend.text, choices.address(mend.text), offer.count, done)
