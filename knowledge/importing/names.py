"""What the names in a line stand for: authors, categories, readers, tags. Asked once each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from taggit.models import Tag

from accounts.models import Audience, Office, Officer
from accounts.services.audiences import all_officers, audience_for
from knowledge.importing.entries import Entry
from knowledge.models import Category
from knowledge.services.details import find_tags

NO_CATEGORY = "it has no category"


class Author(NamedTuple):
    """Primary keys of an officer and of the office."""

    pk: int
    office_id: int


class Names:
    """Lookups for one import. ``category`` and ``author`` are the defaults, by name.

    Raises ValueError where a default is unknown.
    """

    def __init__(self, *, category: str = "", author: str = "") -> None:
        self.categories = dict(Category.objects.values_list("slug", "pk"))
        self._authors: dict[str, Officer | None] = {}
        self._audiences: dict[str, Audience | None] = {}
        self._tags: dict[str, Tag] = {}
        self.category = category
        self.author = author
        if category and category not in self.categories:
            raise ValueError(f"The category {category!r} does not exist.")
        if author and self._officer(author) is None:
            raise ValueError(f"The officer {author!r} does not exist.")

    def check(self, entry: Entry) -> None:
        """Raise ValueError where a name of the entry stands for nothing."""
        self.author_of(entry)
        self.category_of(entry)
        self.audience_of(entry)

    def author_of(self, entry: Entry) -> Author:
        """The officer and the office that will own the item. Raises ValueError."""
        name = entry.author or self.author
        if not name:
            raise ValueError("it has no author; give one with --author")
        officer = self._officer(name)
        if officer is None:
            raise ValueError(f"the author {name!r} is no officer")
        if officer.office_id is None:
            raise ValueError(f"the author {name!r} has no office, so nobody would own the item")
        return Author(officer.pk, officer.office_id)

    def category_of(self, entry: Entry) -> int:
        """The category; the default one for what is unknown. Raises ValueError without one."""
        known = self.categories.get(entry.category)
        if known is not None:
            return known
        if not self.category:
            lack = (
                f"the category {entry.category!r} does not exist" if entry.category else NO_CATEGORY
            )
            raise ValueError(f"{lack}; give one with --category")
        return self.categories[self.category]

    def audience_of(self, entry: Entry) -> Audience:
        """``all`` officers (the default), the ``public``, or ``office:CODE``. Raises ValueError."""
        name = entry.audience or "all"
        if name not in self._audiences:
            self._audiences[name] = _audience(name)
        audience = self._audiences[name]
        if audience is None:
            raise ValueError(f"the readers {name!r} are neither all, public nor office:CODE")
        return audience

    def learn_tags(self, entries: Iterable[Entry]) -> None:
        """Look up the tags of a batch together, creating those that are new."""
        wanted = {name.lower(): name for entry in entries for name in entry.tags}
        missing = tuple(name for lower, name in wanted.items() if lower not in self._tags)
        if missing:
            self._tags |= {tag.name.lower(): tag for tag in find_tags(missing)}

    def tags_of(self, entry: Entry) -> list[Tag]:
        """The tags of an entry of a batch that has been learnt."""
        tags = [self._tags[name.lower()] for name in entry.tags]
        return list({tag.pk: tag for tag in tags}.values())

    def _officer(self, username: str) -> Officer | None:
        if username not in self._authors:
            self._authors[username] = Officer.objects.filter(username=username).first()
        return self._authors[username]


def _audience(name: str) -> Audience | None:
    if name == "all":
        return all_officers()
    if name == "public":
        return audience_for(kind=Audience.Kind.PUBLIC)
    kind, _, code = name.partition(":")
    office = Office.objects.filter(code=code).first() if kind == "office" else None
    return audience_for(kind=Audience.Kind.OFFICE, office=office) if office else None
