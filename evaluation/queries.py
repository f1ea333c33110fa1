"""What the desks of coordinators and evaluators show, and the road from an id to a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import Http404

from accounts.models import Office, Officer
from accounts.rights import rights_of
from accounts.roles import is_admin, is_coordinator, is_coordinator_of
from core import clock
from evaluation.calendar import add_working_days, working_days_between
from evaluation.models import Appeal, Assignment, Evaluation, Round
from evaluation.services.expire import REMINDERS, reminders_due
from evaluation.services.policies import policy_for
from knowledge.models import Item
from knowledge.querysets import ItemQuerySet
from knowledge.writers import writer_ids


def queue_of(officer: Officer) -> ItemQuerySet:
    """Submissions that the officer may check, the longest waiting first."""
    rows = Item.objects.visible_to(officer).submitted()
    if not is_admin(officer):
        rows = rows.filter(office_id__in=rights_of(officer).charge_ids)
    return rows.for_list().order_by("submitted_at", "pk")


def get_submission(officer: Officer, item_id: int) -> Item:
    """A submission that the officer may check. Raises Http404."""
    if not (is_coordinator(officer) or is_admin(officer)):
        raise Http404
    rows = queue_of(officer).select_related("current_revision", "author__office", "audience")
    item = rows.filter(pk=item_id).first()
    if item is None:
        raise Http404
    return item


def next_in_queue(officer: Officer) -> Item | None:
    """What to check next: the longest waiting that the officer did not write."""
    mine = Item.objects.written_by(officer).values("pk")
    return queue_of(officer).exclude(pk__in=mine).first()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long something has waited, in working days, and until when it should be done."""

    days: int
    due: datetime

    @property
    def state(self) -> str:
        """``late`` after the due date, ``soon`` on the last working day, else ``fine``."""
        now = clock.now()
        if now > self.due:
            return "late"
        return "soon" if working_days_between(now, self.due) <= 1 else "fine"


def waiting_of(items: Iterable[Item]) -> dict[int, Waiting]:
    """The clock of each submission by item id (a query for each kind among them)."""
    now = clock.now()
    days: dict[str, int] = {}
    found = {}
    for item in items:
        if item.kind not in days:
            days[item.kind] = policy_for(item.kind).form_check_days
        since = item.submitted_at or item.created_at
        due = add_working_days(since, days[item.kind])
        found[item.pk] = Waiting(working_days_between(since, now), due)
    return found


def offices_in_queue(officer: Officer) -> QuerySet[Office]:
    """The offices that the officer's queue holds something of, in the order of the tree."""
    waiting = queue_of(officer).order_by().values("office")
    return Office.objects.filter(pk__in=waiting).order_by("tree_id", "lft")


def count_duplicates(officer: Officer, item_ids: Iterable[int]) -> dict[int, int]:
    """For each of the items how many published ones have a similar title, of those that all of
    the officer's audiences let them read (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT mine.id, count(*) FROM knowledge_item mine"
            " JOIN knowledge_item other ON other.title %% mine.title AND other.id <> mine.id"
            " WHERE mine.id = ANY(%s) AND other.status = 'published'"
            " AND other.audience_id = ANY(%s) GROUP BY mine.id",
            [list(item_ids), list(rights_of(officer).audience_ids)],
        )
        return dict(cursor.fetchall())


def assignments_of(officer: Officer) -> QuerySet[Assignment]:
    """The officer's assignments, with what a desk shows of them; no writers."""
    rows = Assignment.objects.filter(evaluator__officer=officer)
    return rows.select_related("round__item__category", "round__revision", "round__policy")


def open_assignments_of(officer: Officer) -> QuerySet[Assignment]:
    """What the officer still has to evaluate, the earliest due first."""
    return assignments_of(officer).filter(state__in=Assignment.OPEN).order_by("lease_until", "pk")


def get_assignment(officer: Officer, assignment_id: int) -> Assignment:
    """One of the officer's own assignments. Raises Http404."""
    assignment = assignments_of(officer).filter(pk=assignment_id).first()
    if assignment is None:
        raise Http404
    return assignment


def rounds_in_charge(officer: Officer) -> QuerySet[Any]:
    """Rounds on items of the officer's offices, the earliest due first, without those on what the
    officer wrote or is judging: they see no more of them than others do.

    Each has ``done`` (evaluations handed in) and ``at_work`` (list of open assignments).
    """
    rows = Round.objects.select_related("item__office", "item__category", "policy")
    if not is_admin(officer):
        rows = rows.filter(item__office_id__in=rights_of(officer).charge_ids)
    judged = Assignment.objects.filter(
        evaluator__officer=officer, state__in=Assignment.LIVE, round__state__in=Round.OPEN
    )
    rows = rows.exclude(item__in=Item.objects.written_by(officer).values("pk"))
    rows = rows.exclude(pk__in=judged.values("round"))
    # Of a round before the panel, what the panel has said.
    said = Q(assignments__state=Assignment.State.SUBMITTED, assignments__segment=F("segment"))
    done = Count("assignments", filter=said)
    at_work = Assignment.objects.filter(state__in=Assignment.OPEN).select_related(
        "evaluator__officer"
    )
    return (
        rows.annotate(done=done)
        .prefetch_related(
            Prefetch("assignments", at_work.order_by("lease_until", "pk"), to_attr="at_work")
        )
        .order_by("due_at", "pk")
    )


def lease_state(assignment: Assignment) -> str:
    """``late`` after the lease, ``soon`` once the last reminder was due, else ``fine``."""
    now = clock.now()
    if now > assignment.lease_until:
        return "late"
    sent = reminders_due(assignment.offered_at, assignment.lease_until, now)
    return "soon" if sent == len(REMINDERS) else "fine"


def get_round(officer: Officer, round_id: int) -> tuple[Round, bool]:
    """A round and whether the officer sees all of it (coordinator) or, once decided, what its
    writers see. Raises Http404."""
    rows = Round.objects.select_related("item__office", "policy", "revision")
    round = rows.filter(pk=round_id).first()
    if round is None:
        raise Http404
    is_writer = officer.pk in writer_ids(round.item)
    in_charge = is_coordinator_of(officer, round.item.office_id) or is_admin(officer)
    if in_charge and round.is_open and judges(officer, round):
        raise Http404
    if in_charge and not is_writer:
        return round, True
    if is_writer and not round.is_open and round.decision:
        return round, False
    raise Http404


def appeals_of(round: Round) -> QuerySet[Appeal]:
    """The appeal against a round, and the one that it was opened by."""
    rows = Appeal.objects.filter(Q(round=round) | Q(new_round=round))
    return rows.select_related("officer").order_by("pk")


def judges(officer: Officer, round: Round) -> bool:
    """Whether the officer was drawn for the round and is still part of it."""
    live = Assignment.objects.filter(round=round, state__in=Assignment.LIVE)
    return live.filter(evaluator__officer=officer).exists()


def last_evaluations(round: Round) -> list[Evaluation]:
    """The evaluations that count, in the order of the draw."""
    rows = (
        Evaluation.objects.filter(
            assignment__round=round, assignment__state=Assignment.State.SUBMITTED
        )
        .select_related("assignment__evaluator__officer__office")
        .order_by("assignment_id", "-pk")
        .distinct("assignment_id")
    )
    return list(rows)
