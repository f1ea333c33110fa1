"""What has been paid before, and must not be paid again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.db.models import Max

from mileage.events import Event, Reason
from mileage.models import Entry
from mileage.postings import Posting

# How much of an entry's key says what it was paid for once: publish:{item},
# superior:{root}:{officer}.
PARTS = {Event.PUBLISH.value: 2, Event.SUPERIOR.value: 3}


class _Payment(NamedTuple):
    """An entry for something that is paid once; ``stands``: it is neither undone nor refused."""

    key: str
    activity_id: int | None
    stands: bool


def mind_the_past(wishes: Sequence[Posting]) -> list[Posting]:
    """The wishes, in their order, those refused whose matter was paid before (1 query).

    A wish that its own activity has had posted keeps that entry's key.
    """
    asked = [wish for wish in wishes if wish.once]
    if not asked:
        return list(wishes)
    past = _past_of(asked)
    minded = []
    for wish in wishes:
        if wish.once:
            wish = _mind(wish, past[wish.once])
            stands = wish.refused != Reason.DUPLICATE
            past[wish.once].append(_Payment(wish.key, wish.activity_id, stands))
        minded.append(wish)
    return minded


def _past_of(wishes: Sequence[Posting]) -> defaultdict[str, list[_Payment]]:
    rows = Entry.objects.filter(
        event__in={wish.event for wish in wishes}, item_id__in={wish.item_id for wish in wishes}
    )
    past: defaultdict[str, list[_Payment]] = defaultdict(list)
    for key, event, activity, reason, undone in rows.order_by("pk").values_list(
        "key", "event", "activity_id", "reason", "reversal"
    ):
        stands = undone is None and reason != Reason.DUPLICATE
        once = ":".join(key.split(":")[: PARTS[event]])
        past[once].append(_Payment(key, activity, stands))
    return past


def _mind(wish: Posting, past: Sequence[_Payment]) -> Posting:
    if wish.event == Event.PUBLISH:
        # The first publication pays, to those who wrote it then.
        before = any(one.activity_id != wish.activity_id for one in past)
        return replace(wish, refused=wish.refused or Reason.DUPLICATE) if before else wish
    own = next((one.key for one in past if one.activity_id == wish.activity_id), None)
    if own is not None:
        return replace(wish, key=own)
    if not past or not wish.again:
        return wish
    refused = Reason.DUPLICATE if any(one.stands for one in past) else wish.refused
    return replace(wish, key=wish.again, refused=refused)


def frozen_among(officer_ids: Iterable[int]) -> set[int]:
    """Those of the officers whose account is frozen (1 query)."""
    rows = (
        Entry.objects.filter(event__in=[Event.FREEZE, Event.THAW], officer_id__in=set(officer_ids))
        .order_by()
        .values_list("officer_id", "event")
        .annotate(last=Max("pk"))
    )
    latest: dict[int, tuple[int, str]] = {}
    for officer, event, last in rows:
        latest[officer] = max(latest.get(officer, (0, "")), (last, event))
    return {officer for officer, (_last, event) in latest.items() if event == Event.FREEZE}
