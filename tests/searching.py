"""An index in a test: the follower runs when the test says so."""

from __future__ import annotations

from accounts.models import Officer
from search import hits
from search.index import reader
from search.index.follow import Follower
from search.query.parse import parse


class Search:
    """The follower of a test, and what officers find after it has applied all changes."""

    def __init__(self) -> None:
        self.follower = Follower()

    def follow(self) -> int:
        """Apply what has changed; how many changes."""
        return self.follower.step()

    def found(self, officer: Officer, text: str = "", **how: object) -> list[int]:
        """The numbers of all items that the officer finds, in order; pages of a thousand."""
        self.follow()
        asked = hits.search(officer, parse(text), limit=1_000, **how)  # type: ignore[arg-type]
        return [item.pk for item in asked.items]

    def titles(self, officer: Officer, text: str = "", **how: object) -> list[str]:
        """The titles of what the officer finds, in order."""
        self.follow()
        return [str(i) for i in hits.search(officer, parse(text), limit=1_000, **how).items]  # type: ignore[arg-type]

    def close(self) -> None:
        """Let go of the index."""
        self.follower.let_go()
        reader.forget()
