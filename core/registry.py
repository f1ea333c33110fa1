"""Closed registries: how floors talk upward without being imported.

An app fills them in ``AppConfig.ready()``. Once Django is up they are closed: a later
registration is a programming error and raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from django.http import HttpRequest

    from core.models import Activity
    from core.searching import Searchable

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things of one sort, in order of registration."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, T] = {}

    def register(self, code: str, entry: T) -> T:
        """Add ``entry`` under ``code``. Raises ImproperlyConfigured if taken or if closed."""
        if apps.ready:
            raise ImproperlyConfigured(f"The registry of {self.name} is closed; use ready().")
        if code in self._entries:
            raise ImproperlyConfigured(f"{code!r} is already among the {self.name}.")
        self._entries[code] = entry
        return entry

    def __getitem__(self, code: str) -> T:
        return self._entries[code]

    def __contains__(self, code: str) -> bool:
        return code in self._entries

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def items(self) -> Iterator[tuple[str, T]]:
        return iter(self._entries.items())

    def get(self, code: str) -> T | None:
        return self._entries.get(code)


def everyone(officer: Any) -> bool:
    """The predicate of menu entries that every signed-in officer sees."""
    return True


@dataclass(frozen=True, slots=True)
class Verb:
    """What an officer can do to a thing, as the log words it.

    ``sentence`` is a lazy translation with ``%(actor)s`` and ``%(object)s``.
    """

    code: str
    label: Any
    sentence: Any


@dataclass(frozen=True, slots=True)
class Handler:
    """An effect of activities.

    ``run(activity)`` is called inside one transaction together with its delivery row, so its
    database effects happen exactly once. It must not talk to anything outside the database.
    """

    code: str
    verbs: frozenset[str]
    run: Callable[[Activity], None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of a page that belongs to an app above the page's own.

    ``context(request, subject)`` returns the template's variables, or None to stay away.
    ``subject`` is the item on an item's page, the officer on the home page.
    ``place`` is "main" or "side", on an item's page also "top", right under its title.
    ``same_for_readers`` says that whoever neither wrote an item nor looks after it gets the same
    panel, so that it can be kept with the page. On the home page a
    panel is kept for its officer for ``keep_seconds``.
    """

    code: str
    template: str
    context: Callable[[HttpRequest, Any], dict[str, Any] | None]
    order: int = 50
    place: str = "side"
    same_for_readers: bool = False
    keep_seconds: int = 0


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the main menu. ``sees(officer)`` says who gets it."""

    code: str
    label: Any
    url_name: str
    order: int
    sees: Callable[[Any], bool] = everyone
    children: Sequence[MenuEntry] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Badge:
    """A small number in the header; ``count(officer)`` must be cheap, it is on every page.

    ``sees(officer)`` says who gets it.
    """

    code: str
    label: Any
    url_name: str
    count: Callable[[Any], int]
    sees: Callable[[Any], bool] = everyone
    icon: str = "notifications"


@dataclass(frozen=True, slots=True)
class Task:
    """A line of "what waits for me": how many, in which words, where."""

    label: str
    count: int
    url: str
    urgent: bool = False


verbs: Registry[Verb] = Registry("verbs")
handlers: Registry[Handler] = Registry("activity handlers")
item_panels: Registry[Panel] = Registry("item panels")
home_panels: Registry[Panel] = Registry("home panels")
menu: Registry[MenuEntry] = Registry("menu entries")
badges: Registry[Badge] = Registry("badges")
# Keys of the cache, made of an officer's number, that every page of theirs asks for: they are read
# together with the officer (``Officer.carried``).
carried: Registry[Callable[[int], str]] = Registry("keys carried with an officer")
# Each answers the ids of items whose writers this officer must not learn while judging them.
blinds: Registry[Callable[[Any], frozenset[int]]] = Registry("blinds")
waiting: Registry[Callable[[Any], list[Task]]] = Registry("waiting lists")
# Whom an activity is owed to where the log must not name them: officer ids, for mileage and thanks.
payees: Registry[Callable[[Activity], list[int]]] = Registry("payees")
# The same of those who are thanked and not paid.
thanked: Registry[Callable[[Activity], list[int]]] = Registry("people to thank")
# What search may see, by the kind that core.services.changed is told of.
searchables: Registry[Searchable] = Registry("searchables")


def handlers_of(verb: str) -> list[Handler]:
    """The handlers that want activities of ``verb``, in order of registration."""
    return [handler for handler in handlers if verb in handler.verbs]
