"""What the pages of suggested edits show."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Officer
from knowledge.access import get_item, is_writer
from knowledge.diff import Row, diff_rows
from knowledge.merging import merge_texts, merge_value
from knowledge.models import CoAuthor, Item, Revision, Suggestion


@dataclass(frozen=True, slots=True)
class Joined:
    """The current text and a suggestion that changes the same places: both stand in ``source``,
    between marks. Title and summary are the suggested ones where both were changed."""

    title: str
    summary: str
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """An edit as the page draws it, laid upon the text ``before``.

    ``joined`` is there where somebody has to put it together with the current text.
    """

    before: Revision
    title: str
    summary: str
    source: str
    joined: Joined | None = None

    @property
    def title_rows(self) -> list[Row]:
        return diff_rows(self.before.title, self.title)

    @property
    def summary_rows(self) -> list[Row]:
        return diff_rows(self.before.summary, self.summary)

    @property
    def rows(self) -> list[Row]:
        return diff_rows(self.before.source, self.source)


def get_suggestion(officer: Officer, suggestion_id: int) -> Suggestion:
    """A suggestion of the officer, or to what the officer wrote, while the item is visible.

    Raises Http404: to all others it does not exist.
    """
    rows = Suggestion.objects.select_related("officer__office", "decided_by", "base", "revision")
    found = rows.filter(pk=suggestion_id).first()
    if found is None:
        raise Http404
    item = get_item(officer, found.item_id)
    if found.officer_id != officer.pk and not is_writer(officer, item):
        raise Http404
    found.item = item
    return found


def change_of(suggestion: Suggestion) -> Change:
    """An open suggestion against the current text, or against what it was made from where it
    cannot be joined; a closed one against the latter, an accepted one as it was saved."""
    base = suggestion.base
    if suggestion.revision is not None:
        saved = suggestion.revision
        return Change(saved.parent or base, saved.title, saved.summary, saved.source)
    alone = Change(base, suggestion.title, suggestion.summary, suggestion.source)
    current = suggestion.item.current_revision
    if not suggestion.is_open or current is None:
        return alone
    source = merge_texts(
        base.source,
        current.source,
        suggestion.source,
        whose=_("the current text"),
        my_name=_("suggested"),
    )
    title, clash = merge_value(base.title, current.title, suggestion.title)
    summary, clash_too = merge_value(base.summary, current.summary, suggestion.summary)
    if source.conflicts or clash or clash_too:
        return replace(alone, joined=Joined(str(title), str(summary), source.text))
    return Change(current, str(title), str(summary), source.text)


def to_decide(officer: Officer) -> QuerySet[Suggestion]:
    """Open suggestions to published items that the officer wrote, the longest waiting first."""
    return (
        Suggestion.objects.filter(state=Suggestion.State.OPEN, item__status=Item.Status.PUBLISHED)
        .filter(_written_by(officer))
        .exclude(officer=officer)
        .select_related("item", "officer")
        .order_by("pk")
    )


def decided_for(officer: Officer) -> QuerySet[Suggestion]:
    """Suggestions to what the officer wrote that need no decision any more, the latest first."""
    return (
        Suggestion.objects.exclude(state=Suggestion.State.OPEN)
        .filter(_written_by(officer))
        .exclude(officer=officer)
        .select_related("item", "officer")
        .order_by("-decided_at", "-pk")
    )


def made_by(officer: Officer) -> QuerySet[Suggestion]:
    """What the officer suggested to items that they may still read, the latest first."""
    return (
        Suggestion.objects.filter(officer=officer, item__in=Item.objects.visible_to(officer))
        .select_related("item")
        .order_by("-pk")
    )


def open_one_of(officer: Officer, item: Item) -> Suggestion | None:
    """The officer's suggestion to the item that waits."""
    rows = Suggestion.objects.filter(officer=officer, item=item, state=Suggestion.State.OPEN)
    return rows.first()


def _written_by(officer: Officer) -> Q:
    coauthored = CoAuthor.objects.filter(officer=officer).values("item")
    return Q(item__author=officer) | Q(item__in=coauthored)
