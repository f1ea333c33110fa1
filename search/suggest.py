"""What is offered while somebody types: own searches, titles, categories, colleagues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.queries import suggest_officers
from knowledge.models import Item
from search.index.prefix import pattern, titles
from search.index.reader import NotReady
from search.index.scope import scope_of
from search.language.clean import clean
from search.log import recent
from search.trees import categories

MOST_TITLES = 6
MOST_OTHERS = 3
# With nothing typed yet.
MOST_RECENT = 6
# A name of one character begins too many.
LEAST_FOR_PEOPLE = 2
LONGEST = 100  # characters


@dataclass(frozen=True, slots=True)
class Option:
    """A line: what it says, and where it leads."""

    label: str
    note: str
    url: str


def suggest(officer: Officer, typed: str) -> list[tuple[str, list[Option]]]:
    """Groups of options with their headings, without empty ones (at most 3 queries)."""
    text = " ".join(clean(typed[:LONGEST]).split())
    groups = [(_("Recent searches"), _recent(officer, text))]
    if text:
        groups += [
            (_("Titles"), _titles(officer, text)),
            (_("Categories"), _categories(text)),
            (_("Colleagues"), _people(officer, text)),
        ]
    return [(heading, options) for heading, options in groups if options]


def _recent(officer: Officer, text: str) -> list[Option]:
    most = MOST_OTHERS if text else MOST_RECENT
    page = reverse("search:results")
    return [
        Option(one, "", f"{page}?{urlencode({'q': one})}")
        for one in recent(officer, most, containing=text)
    ]


def _titles(officer: Officer, text: str) -> list[Option]:
    try:
        numbers = titles(scope_of(officer), text, MOST_TITLES)
    except NotReady:
        # The index is being made; the rest helps meanwhile.
        return []
    rows = Item.objects.visible_to(officer).published().filter(pk__in=numbers)
    items = rows.select_related("category").in_bulk() if numbers else {}
    return [
        Option(
            items[pk].title,
            items[pk].category.name if items[pk].category else "",
            items[pk].get_absolute_url(),
        )
        for pk in numbers
        if pk in items
    ]


def _categories(text: str) -> list[Option]:
    begins = pattern(text.lower().replace(" ", ""))
    if not begins:
        return []
    wanted = re.compile(begins)
    return [
        Option(node.name, "", reverse("knowledge:category", args=[node.code]))
        for node in categories()
        if any(
            wanted.match(word)
            for name in (node.name_ko, node.name_en)
            for word in (name.lower().replace(" ", ""), *name.lower().split())
        )
    ][:MOST_OTHERS]


def _people(officer: Officer, text: str) -> list[Option]:
    if len(text) < LEAST_FOR_PEOPLE:
        return []
    return [
        Option(
            one.name,
            one.office.name if one.office else "",
            reverse("knowledge:officer", args=[one.pk]),
        )
        for one in suggest_officers(text)[:MOST_OTHERS]
    ]
