"""The coordinator's queue by due date, and what became of a submission that has left it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from accounts.models import Office, Officer
from accounts.roles import COORDINATOR, is_admin, is_coordinator, is_coordinator_of
from core import clock
from core.models import Activity
from evaluation.calendar import add_working_days, working_days_between
from evaluation.queries import Waiting, queue_of
from evaluation.services.policies import policies_in_force
from knowledge.models import Item

STATES = ("late", "soon", "fine")
# What ends the wait of a submission.
ENDS = ("item.published", "item.returned", "item.rejected", "item.withdrawn")


@dataclass(frozen=True, slots=True)
class Check:
    """A submission that waits: its id and its clock."""

    item_id: int
    waiting: Waiting


def checks_of(
    officer: Officer, *, office: Office | None = None, kind: str = "", orphaned: bool = False
) -> list[Check]:
    """What the officer may check, the earliest due first.

    Due dates are working days, which the database does not know, so the whole queue is read, three
    columns of it (a query, and one for the policies). ``orphaned``: of offices that no active
    coordinator looks after.
    """
    rows = queue_of(officer).order_by()
    if office is not None:
        rows = rows.filter(office=office)
    if kind:
        rows = rows.filter(kind=kind)
    if orphaned:
        rows = rows.exclude(office_id__in=offices_looked_after())
    policies = policies_in_force()
    now = clock.now()
    found = []
    for pk, of_kind, submitted_at, created_at in rows.values_list(
        "pk", "kind", "submitted_at", "created_at"
    ):
        since = submitted_at or created_at
        due = add_working_days(since, policies[of_kind].form_check_days)
        found.append(Check(pk, Waiting(working_days_between(since, now), due)))
    return sorted(found, key=lambda check: (check.waiting.due, check.item_id))


def items_by_id(ids: Iterable[int]) -> dict[int, Item]:
    """What a line of the queue shows of items (one query)."""
    return {item.pk: item for item in Item.objects.for_list().filter(pk__in=list(ids))}


def offices_looked_after() -> set[int]:
    """Ids of the offices that an active coordinator looks after, or one above (two queries)."""
    heads = Office.objects.filter(
        charges__officer__is_active=True, charges__officer__groups__name=COORDINATOR
    ).distinct()
    below = Office.objects.get_queryset_descendants(heads, include_self=True)
    return set(below.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody did with a submission. ``title`` and ``url`` are empty where the officer may
    not read the item any more; ``by`` is None where its writer took it back."""

    verb: str
    title: str
    url: str
    by: Officer | None
    at: datetime
    reason: str


def outcome_for(officer: Officer, item_id: int) -> Outcome:
    """What became of a submission that was the officer's to check. Raises Http404 for one that
    was never submitted, that still waits, or that is no business of the officer's."""
    if not (is_coordinator(officer) or is_admin(officer)):
        raise Http404
    item = Item.objects.filter(pk=item_id).first()
    if item is None or item.status == Item.Status.SUBMITTED:
        raise Http404
    if not (is_admin(officer) or is_coordinator_of(officer, item.office_id)):
        raise Http404
    log = Activity.objects.filter(object_type="knowledge.item", object_id=item_id, verb__in=ENDS)
    last = log.select_related("actor").order_by("-pk").first()
    if last is None:
        raise Http404
    sees = Item.objects.visible_to(officer).filter(pk=item_id).exists()
    is_back = last.verb == "item.withdrawn"
    return Outcome(
        verb=last.verb.removeprefix("item."),
        title=item.title if sees else "",
        url=item.get_absolute_url() if sees else "",
        by=None if is_back or not isinstance(last.actor, Officer) else last.actor,
        at=last.occurred_at,
        reason=str(last.data.get("reason", "")),
    )


def still_waits(item_id: int) -> bool:
    """Whether nobody has decided a submission yet."""
    return Item.objects.submitted().filter(pk=item_id).exists()
