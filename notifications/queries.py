"""What the inbox shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Max,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.http import Http404

from accounts.models import Officer
from knowledge.blind import hidden_writers
from knowledge.models import Item
from notifications.kinds import kinds_of
from notifications.models import Notice

# A card shows so many events; the rest stand on a page of their own.
EVENTS = 5
# Told because of who wrote an item: that says who wrote it.
TELLING = ("author", "office")

Topic = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the inbox is shown: unread ones, those of a section, those about one item."""

    unread: bool = False
    section: str = ""
    item_id: int | None = None


def still_told(officer: Officer, hidden: frozenset[int]) -> Q:
    """The rule of what an officer may be told now, as a condition on notices.

    Nothing about what they may not read, and nothing that says who wrote what they are judging.
    """
    readable = Item.objects.visible_to(officer).values("pk")
    rule = Q(item__isnull=True) | Q(item__in=readable)
    return rule & ~Q(item__in=hidden, via__in=TELLING) if hidden else rule


def inbox_of(officer: Officer, filters: Filters | None = None) -> QuerySet[Notice]:
    """The officer's notices about what they may read now, in no order."""
    rows = Notice.objects.filter(
        still_told(officer, hidden_writers(officer)), officer=officer, in_inbox=True
    )
    if filters is None:
        return rows
    if filters.unread:
        rows = rows.filter(read_at__isnull=True)
    if filters.section:
        rows = rows.filter(kind__in=kinds_of(filters.section))
    if filters.item_id is not None:
        rows = rows.filter(item_id=filters.item_id)
    return rows


def cards_of(rows: QuerySet[Notice]) -> QuerySet[Any, Any]:
    """The notices by what they are about, the latest first: ``item_id``, ``topic``, ``latest``,
    ``events``, ``fresh`` (how many are not read).

    What is about no item is put together by its kind, which is its topic.
    """
    topic = Case(
        When(item__isnull=True, then=F("kind")), default=Value(""), output_field=CharField()
    )
    grouped = rows.order_by().annotate(topic=topic).values("item_id", "topic")
    return grouped.annotate(
        latest=Max("pk"),
        events=Count("pk"),
        fresh=Count("pk", filter=Q(read_at__isnull=True)),
    ).order_by("-latest")


def events_of(
    rows: QuerySet[Notice], topics: Iterable[Topic], most: int = EVENTS
) -> dict[Topic, list[Notice]]:
    """The latest notices of each topic, newest first (one query)."""
    wanted = list(topics)
    items = [item_id for item_id, _topic in wanted if item_id is not None]
    kinds = [topic for item_id, topic in wanted if item_id is None]
    place = Window(
        RowNumber(),
        partition_by=[F("item_id"), Case(When(item__isnull=True, then=F("kind")))],
        order_by=F("pk").desc(),
    )
    chosen = rows.filter(Q(item__in=items) | Q(item__isnull=True, kind__in=kinds))
    chosen = chosen.annotate(place=place).filter(place__lte=most)
    found: dict[Topic, list[Notice]] = {topic: [] for topic in wanted}
    for notice in chosen.select_related("item", "activity__actor").order_by("-pk"):
        found[topic_of(notice)].append(notice)
    return found


def topic_of(notice: Notice) -> Topic:
    """What the card of a notice is about."""
    return (notice.item_id, "" if notice.item_id else notice.kind)


def get_notice(officer: Officer, notice_id: int) -> Notice:
    """One notice of the officer, also one that came by mail only. Raises Http404."""
    rule = still_told(officer, hidden_writers(officer))
    rows = Notice.objects.filter(rule, officer=officer).select_related("item")
    notice = rows.filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    return notice
