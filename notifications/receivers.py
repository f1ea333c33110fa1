"""Who is told of an activity, and as what."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts import roles
from accounts.models import Officer
from core.models import Activity
from knowledge.models import Item
from knowledge.models.marks import Watch

Told = dict[int, str]


def receivers_of(activity: Activity, item: Item) -> Told:
    """Officer id to kind of notice. Never the actor; the most personal kind wins."""
    told = RULES[activity.verb](activity, item)
    told.pop(activity.actor_id or 0, None)
    return told


def _coordinators(activity: Activity, item: Item) -> Told:
    """Those in charge of the owning office or of one above it."""
    above = item.office.get_ancestors(include_self=True)
    rows = Officer.objects.filter(
        is_active=True, groups__name=roles.COORDINATOR, charges__office__in=above
    )
    return dict.fromkeys(rows.values_list("pk", flat=True), "to_check")


def _writers(kind: str, item: Item) -> Told:
    coauthors = item.coauthorships.values_list("officer_id", flat=True)
    return dict.fromkeys([item.author_id, *coauthors], kind)


def _watchers(kind: str, item: Item, levels: Iterable[str] = (Watch.Level.WATCHING,)) -> Told:
    rows = Watch.objects.filter(item=item, level__in=list(levels))
    return dict.fromkeys(rows.values_list("officer_id", flat=True), kind)


def _muted(item: Item) -> set[int]:
    rows = Watch.objects.filter(item=item, level=Watch.Level.MUTED)
    return set(rows.values_list("officer_id", flat=True))


def _commented(activity: Activity, item: Item) -> Told:
    told = _watchers("commented", item) | _writers("commented", item)
    for officer_id in _muted(item):
        told.pop(officer_id, None)
    if parent_author := activity.data.get("parent_author"):
        told[parent_author] = "replied"
    return told


def _evaluator(kind: str, activity: Activity) -> Told:
    return {activity.data["evaluator"]: kind}


RULES = {
    "item.submitted": _coordinators,
    "item.returned": lambda activity, item: _writers("returned", item),
    "item.rejected": lambda activity, item: _writers("rejected", item),
    "item.published": lambda activity, item: _writers("published", item),
    "item.commented": _commented,
    "item.revised": lambda activity, item: _watchers("revised", item),
    "item.retired": lambda activity, item: _watchers("retired", item) | _writers("retired", item),
    "round.decided": lambda activity, item: _writers("decided", item),
    "evaluation.assigned": lambda activity, item: _evaluator("assigned", activity),
    "evaluation.reminded": lambda activity, item: _evaluator("reminded", activity),
    "evaluation.expired": lambda activity, item: _evaluator("expired", activity),
}


def may_learn(officer_ids: Iterable[int], item: Item) -> list[Officer]:
    """Those of the officers who may know of the item now."""
    people = Officer.objects.filter(Q(pk__in=list(officer_ids)), is_active=True)
    return [
        officer
        for officer in people.select_related("office")
        if Item.objects.visible_to(officer).filter(pk=item.pk).exists()
    ]
