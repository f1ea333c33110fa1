"""What activities mean for the ledger: facts in, postings out, no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.models import Activity
from mileage.events import Event, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A wish to pay: what the rule in force at ``occurred_at`` makes of it is the ledger's.

    ``among``: the officers that the amount is divided among if the rule says so, the officer
    included; empty for one alone. ``refused``: the reason for which nothing is paid.
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


def _published(activity: Activity) -> list[Posting]:
    """Once an item and writer, however often it is published."""
    item = activity.object_id
    return _for_writers(activity, Event.PUBLISH, f"publish:{item}", item)


def _decided(activity: Activity) -> list[Posting]:
    if activity.data["decision"] != "superior":
        return []
    return _for_writers(
        activity, Event.SUPERIOR, f"superior:{activity.object_id}", activity.data["item"]
    )


def _evaluated(activity: Activity) -> list[Posting]:
    return [
        Posting(
            key=f"evaluation:{activity.object_id}",
            event=Event.EVALUATION,
            officer_id=activity.data["evaluator"],
            occurred_at=activity.occurred_at,
            activity_id=activity.pk,
            actor_id=activity.actor_id,
            item_id=activity.data["item"],
            refused="" if activity.data["on_time"] else Reason.LATE,
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
}


def postings_of(activity: Activity) -> list[Posting]:
    """The postings of an activity whose verb is in POSTING, in the order of the officers."""
    return POSTING[activity.verb](activity)
