"""Queries to try instead, each counted for the officer who asks."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Officer
from search import hits
from search.index.filters import NO_FILTERS, Filters
from search.lexicon import lexicon
from search.query.mend import Mend, Reason, mends
from search.query.parse import Query, parse

# A query that finds at least so many is let be.
ENOUGH = 5
# So many are counted; each costs a search.
MOST = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A mend, and how many items the officer finds with it."""

    mend: Mend
    count: int


def offers(
    officer: Officer, query: Query, count: int, filters: Filters = NO_FILTERS
) -> tuple[Offer, ...]:
    """What finds more than the ``count`` items of ``query``, the likeliest first; () where that
    is enough, or nothing better is known. Raises NotReady.

    A word that was put in must be found by itself: otherwise a word of an item that the officer
    may not read could show in a query whose other words are found.
    """
    if count >= ENOUGH:
        return ()
    words = lexicon()
    found = []
    for mend in mends(query, words, MOST) if words else ():
        finds = _count(officer, parse(mend.text), filters)
        if finds > count and all(
            _count(officer, parse(change.after), NO_FILTERS)
            for change in mend.changes
            if change.reason is not Reason.NARROW
        ):
            found.append(Offer(mend, finds))
    return tuple(found)


def _count(officer: Officer, query: Query, filters: Filters) -> int:
    return hits.search(officer, query, filters=filters, limit=1).count
