"""What activities mean for the ledger: facts in, postings out.

They read no database, but for those who are owed something and whom the log must not name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from core import registry
from core.models import Activity
from mileage.events import Event, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A wish to pay: what the rule in force at ``occurred_at`` makes of it is the ledger's.

    ``among``: the officers that the amount is divided among if the rule says so, the officer
    included; empty for one alone. ``refused``: the reason for which nothing is paid.
    ``once``: what is paid once, as the beginning of a key; ``again``: the key under which it is
    asked for again, where the first time may have been taken back since.
    """

    key: str
    event: str
    officer_id: int
    occurred_at: datetime
    activity_id: int | None = None
    actor_id: int | None = None
    item_id: int | None = None
    among: tuple[int, ...] = ()
    refused: str = ""
    once: str = ""
    again: str = ""


def _published(activity: Activity) -> list[Posting]:
    """Once an item, however often it is published and whosever it is by then."""
    key = f"publish:{activity.object_id}"
    wishes = _for_writers(activity, Event.PUBLISH, key, activity.object_id)
    return [replace(wish, once=key) for wish in wishes]


def _decided(activity: Activity) -> list[Posting]:
    """Once a chain of appeals; a later round of it pays if the earlier payment was undone."""
    data = activity.data
    if data["decision"] != "superior":
        return []
    root = data.get("root") or activity.object_id
    return superior_of(activity, root, "" if root == activity.object_id else activity.object_id)


def superior_of(activity: Activity, root: int, number: int | str = "") -> list[Posting]:
    """What the writers get for a round that began with ``root``; ``number`` is a later round."""
    wishes = _for_writers(activity, Event.SUPERIOR, f"superior:{root}", activity.data["item"])
    return [
        replace(wish, once=wish.key, again=f"{wish.key}:{number}" if number else "")
        for wish in wishes
    ]


def _evaluated(activity: Activity) -> list[Posting]:
    return [_evaluation(activity, "" if activity.data["on_time"] else Reason.LATE)]


def _expired(activity: Activity) -> list[Posting]:
    return [_evaluation(activity, Reason.LATE)]


def _taken_off(activity: Activity) -> list[Posting]:
    """A conflict was found when the work was handed in. Having left the service is none."""
    conflicts = set(activity.data.get("bars", ())) - {"gone"}
    return [_evaluation(activity, Reason.CONFLICT)] if conflicts else []


def _evaluation(activity: Activity, refused: str) -> Posting:
    return Posting(
        key=f"evaluation:{activity.object_id}",
        event=Event.EVALUATION,
        officer_id=activity.data["evaluator"],
        occurred_at=activity.occurred_at,
        activity_id=activity.pk,
        actor_id=activity.actor_id,
        item_id=activity.data["item"],
        refused=refused,
    )


def _useful(activity: Activity) -> list[Posting]:
    """Once an evaluator and season."""
    officer = activity.data["officer"]
    return [
        Posting(
            key=f"evaluator:{officer}:{activity.data['season']}",
            event=Event.EVALUATOR,
            officer_id=officer,
            occurred_at=activity.occurred_at,
            activity_id=activity.pk,
        )
    ]


def _report_accepted(activity: Activity) -> list[Posting]:
    """To whom the report is owed; more for one who named the law or the notice."""
    data = activity.data
    owed = sorted({pk for payees in registry.payees for pk in payees(activity)})
    events = [Event.REPORT, Event.CITATION] if data["cited"] else [Event.REPORT]
    return [
        Posting(
            key=f"{event}:{activity.object_id}:{officer}",
            event=event,
            officer_id=officer,
            occurred_at=activity.occurred_at,
            activity_id=activity.pk,
            item_id=data["item"],
            refused=Reason.SELF if officer in data["writers"] else "",
        )
        for officer in owed
        for event in events
    ]


def _reused(activity: Activity) -> list[Posting]:
    """Once an item, writer and season, however many used it."""
    data = activity.data
    wishes = _for_writers(activity, Event.REUSE, f"reuse:{data['item']}", data["item"])
    return [replace(wish, key=f"{wish.key}:{data['season']}") for wish in wishes]


def _improved(activity: Activity) -> list[Posting]:
    """To whom the accepted edit is owed; nothing to one who wrote the item."""
    data = activity.data
    officer = data["officer"]
    return [
        Posting(
            key=f"improvement:{data['revision']}:{officer}",
            event=Event.IMPROVEMENT,
            officer_id=officer,
            occurred_at=activity.occurred_at,
            activity_id=activity.pk,
            actor_id=activity.actor_id,
            item_id=data["item"],
            refused=Reason.SELF if officer in data["writers"] else "",
        )
    ]


def _for_writers(activity: Activity, event: Event, key: str, item_id: int) -> list[Posting]:
    writers = tuple(sorted(set(activity.data["writers"])))
    return [
        Posting(
            key=f"{key}:{writer}",
            event=event,
            officer_id=writer,
            occurred_at=activity.occurred_at,
            activity_id=activity.pk,
            actor_id=activity.actor_id,
            item_id=item_id,
            among=writers,
        )
        for writer in writers
    ]


POSTING: dict[str, Callable[[Activity], list[Posting]]] = {
    "item.published": _published,
    "round.decided": _decided,
    "evaluation.submitted": _evaluated,
    "evaluation.expired": _expired,
    "evaluation.voided": _taken_off,
    "evaluator.useful": _useful,
    "report.accepted": _report_accepted,
    "mileage.reuse_verified": _reused,
    "suggestion.accepted": _improved,
}
# The events that something in the portal earns today; rules for others wait for their verb.
EARNED = (
    Event.PUBLISH,
    Event.SUPERIOR,
    Event.IMPROVEMENT,
    Event.EVALUATION,
    Event.EVALUATOR,
    Event.REPORT,
    Event.CITATION,
    Event.REUSE,
)


def postings_of(activity: Activity) -> list[Posting]:
    """The postings of an activity whose verb is in POSTING, in the order of the officers."""
    return POSTING[activity.verb](activity)
