"""What happens to knowledge."""

from __future__ import annotations

from core.models import Activity
from knowledge.following import followers_of
from knowledge.models import Item
from notifications.rules.telling import (
    HEAR_OF_NEW,
    ItemRule,
    Rule,
    Told,
    about_item,
    but_muted,
    coordinators,
    to,
    to_followers,
    unless_muted,
    writers,
)


def _published(activity: Activity, item: Item) -> Told:
    followers = followers_of(item)
    told = to_followers("new_item", followers, HEAR_OF_NEW)
    return but_muted(told | writers("published")(activity, item), followers)


def _revised(activity: Activity, item: Item) -> Told:
    """A revision that only changes details tells nobody, nor does one of a text in the making."""
    if not activity.data.get("changed_share") or item.status != Item.Status.PUBLISHED:
        return {}
    followers = followers_of(item)
    told = to_followers("revised", followers)
    # What several write together, each of them wants to know.
    told = but_muted(writers("revised")(activity, item) | told, followers)
    # Whoever suggested the edit is told that it was accepted.
    told.pop(activity.data.get("suggester", 0), None)
    return told


def _commented(activity: Activity, item: Item) -> Told:
    """The most personal reason counts: called by name, answered, writer, follower."""
    followers = followers_of(item)
    told = to_followers("discussed", followers)
    told |= writers("commented")(activity, item)
    told |= to("replied", [activity.data.get("parent_author")])
    told |= to("mentioned", activity.data.get("mentions") or [])
    return but_muted(told, followers)


def _retired(activity: Activity, item: Item) -> Told:
    followers = followers_of(item)
    told = to_followers("retired", followers) | writers("retired")(activity, item)
    return but_muted(told, followers)


def _suggestion(kind: str) -> ItemRule:
    """The one who suggested the edit."""

    def rule(activity: Activity, item: Item) -> Told:
        return to(kind, [activity.data["officer"]])

    return rule


def _nobody(activity: Activity, item: Item | None) -> Told:
    """Nobody is told; the number of unread notices may change, as fewer or more may read it."""
    return {}


RULES: dict[str, Rule] = {
    "item.submitted": about_item(coordinators("to_check")),
    "item.withdrawn": _nobody,
    "item.returned": about_item(writers("returned")),
    "item.rejected": unless_muted(writers("rejected")),
    "item.published": about_item(_published),
    "item.revised": about_item(_revised),
    "item.commented": about_item(_commented),
    "item.retired": about_item(_retired),
    "item.hidden": about_item(writers("hidden")),
    "suggestion.made": unless_muted(writers("suggested")),
    "suggestion.accepted": unless_muted(_suggestion("suggestion_accepted")),
    "suggestion.declined": unless_muted(_suggestion("suggestion_declined")),
    "item.shown": unless_muted(writers("shown")),
}
