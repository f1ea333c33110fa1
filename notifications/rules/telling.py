"""What the rules are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts import roles
from accounts.models import Office, Officer
from core.models import Activity
from knowledge.following import Following, followers_of
from knowledge.models import Item, Watch
from notifications.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is told: the kind of notice, and what they follow if that is the reason.

    ``is_quiet`` keeps it out of the mail.
    """

    kind: str
    via: str = ""
    is_quiet: bool = False


Told = dict[int, Reason]
Rule = Callable[[Activity, Item | None], Told]
ItemRule = Callable[[Activity, Item], Told]

# Which levels hear of it: of new items, and of what happens to them afterwards.
HEAR_OF_NEW = frozenset({Watch.Level.WATCHING, Watch.Level.FIRST_POST, Watch.Level.TRACKING})
HEAR_OF_MORE = frozenset({Watch.Level.WATCHING, Watch.Level.TRACKING})


def about_item(rule: ItemRule) -> Rule:
    """A rule that needs the activity's item."""

    def told(activity: Activity, item: Item | None) -> Told:
        return {} if item is None else rule(activity, item)

    return told


def to(kind: str, officer_ids: Iterable[int | None]) -> Told:
    """All of these, as the same kind."""
    return {officer_id: Reason(kind) for officer_id in officer_ids if officer_id}


def named(kind: str) -> Rule:
    """The officer that the activity names."""

    def rule(activity: Activity, item: Item | None) -> Told:
        return to(kind, [activity.data.get("officer")])

    return rule


def to_followers(
    kind: str, followers: dict[int, Following], levels: frozenset[Watch.Level] = HEAR_OF_MORE
) -> Told:
    """Those whose choice asks for it; who tracks gets no mail."""
    return {
        officer_id: Reason(kind, following.target, following.level == Watch.Level.TRACKING)
        for officer_id, following in followers.items()
        if following.level in levels
    }


def but_muted(told: Told, followers: dict[int, Following]) -> Told:
    """Without those who have muted the item or what it belongs to, except for their duties."""
    return {
        officer_id: reason
        for officer_id, reason in told.items()
        if KINDS[reason.kind].is_duty
        or officer_id not in followers
        or followers[officer_id].level != Watch.Level.MUTED
    }


def unless_muted(rule: ItemRule) -> Rule:
    """A rule whose people may have muted the item."""

    def told(activity: Activity, item: Item) -> Told:
        found = rule(activity, item)
        return but_muted(found, followers_of(item)) if found else {}

    return about_item(told)


def writers(kind: str) -> ItemRule:
    """The author and the co-authors."""

    def rule(activity: Activity, item: Item) -> Told:
        coauthors = item.coauthorships.values_list("officer_id", flat=True)
        return to(kind, [item.author_id, *coauthors])

    return rule


def coordinators_of(office: Office) -> list[int]:
    """Those in charge of the office or of one above it."""
    above = office.get_ancestors(include_self=True)
    rows = Officer.objects.filter(
        is_active=True, groups__name=roles.COORDINATOR, charges__office__in=above
    )
    return list(rows.values_list("pk", flat=True).distinct())


def with_role(role: str) -> list[int]:
    """Everybody of a role."""
    rows = Officer.objects.filter(is_active=True, groups__name=role)
    return list(rows.values_list("pk", flat=True))


def coordinators(kind: str) -> ItemRule:
    """Those in charge of the owning office; nobody of them is a judge in their own case."""

    def rule(activity: Activity, item: Item) -> Told:
        told = to(kind, coordinators_of(item.office))
        for writer in writers(kind)(activity, item):
            told.pop(writer, None)
        return told

    return rule
