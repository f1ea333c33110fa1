"""What the pages of the reporting centre show, and the road from an id to a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from accounts.models import Office, Officer
from accounts.rights import rights_of
from accounts.roles import is_admin, is_coordinator
from core import clock
from knowledge.markdown import plain
from knowledge.models import Item, Revision
from reports.models import ACCEPTED, TO_DECIDE, UNDER_REPAIR, JoinedReport, Report, State

WORD = re.compile(r"\w+")


def works_at_desk(officer: Officer) -> bool:
    """Whether the officer decides about reports of some office."""
    return is_coordinator(officer) or is_admin(officer)


def desk_rows(officer: Officer) -> QuerySet[Report]:
    """Reports that the officer may decide about: on items of their offices, but neither on what
    they wrote nor what they reported."""
    items = Item.objects.visible_to(officer)
    if not is_admin(officer):
        items = items.filter(office_id__in=rights_of(officer).charge_ids)
    joined = JoinedReport.objects.filter(reporter=officer).values("report")
    return (
        Report.objects.filter(item__in=items.values("pk"))
        .exclude(item__in=Item.objects.written_by(officer).values("pk"))
        .exclude(reporter=officer)
        .exclude(pk__in=joined)
    )


def for_desk(rows: QuerySet[Report]) -> QuerySet[Report]:
    """With what a line of the desk shows; ``others`` is how many reported the same later."""
    return rows.select_related("item__office", "handled_by").annotate(others=Count("joined"))


QUEUES: dict[str, tuple[Q, tuple[str, ...]]] = {
    "decide": (Q(state__in=TO_DECIDE), ("decide_by", "pk")),
    "verify": (Q(state=State.FIXED), ("verify_by", "pk")),
    "repair": (Q(state=State.FIXING), ("repair_by", "pk")),
    "done": (Q(state__in=[State.DISMISSED, State.CLOSED]), ("-pk",)),
}


def queue(officer: Officer, name: str) -> QuerySet[Report]:
    """One of the desk's queues, the most urgent first. Raises KeyError for an unknown name."""
    condition, order = QUEUES[name]
    return for_desk(desk_rows(officer).filter(condition)).order_by(*order)


def count_queues(officer: Officer) -> dict[str, int]:
    """How many reports lie in each queue, and how many repairs are ``overdue`` (one query)."""
    numbers = {
        name: Count("pk", filter=condition)
        for name, (condition, _order) in QUEUES.items()
        if name != "done"
    }
    late = Count("pk", filter=Q(state=State.FIXING, repair_by__lt=clock.now()))
    return desk_rows(officer).order_by().aggregate(**numbers, overdue=late)


def offices_at_desk(officer: Officer) -> QuerySet[Office]:
    """The offices that have reports on the officer's desk, in the order of the tree."""
    offices = desk_rows(officer).order_by().values("item__office")
    return Office.objects.filter(pk__in=offices).order_by("tree_id", "lft")


def get_desk_report(officer: Officer, report_id: int) -> Report:
    """A report that the officer may decide about. Raises Http404."""
    if not works_at_desk(officer):
        raise Http404
    rows = for_desk(desk_rows(officer)).select_related(
        "revision", "repaired_revision", "item__current_revision", "item__category"
    )
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def others_on(officer: Officer, report: Report) -> list[Report]:
    """Other reports on the same item that the officer may decide about, the newest first."""
    rows = desk_rows(officer).filter(item=report.item_id).exclude(pk=report.pk)
    return list(rows.annotate(others=Count("joined")).order_by("-pk")[:20])


def repairs_of(officer: Officer) -> QuerySet[Report]:
    """Accepted reports on what the officer wrote."""
    rows = Report.objects.filter(
        state__in=ACCEPTED, item__in=Item.objects.written_by(officer).values("pk")
    )
    return rows.select_related("item")


def get_repair(officer: Officer, report_id: int) -> Report:
    """An accepted report on what the officer wrote. Raises Http404."""
    rows = repairs_of(officer).select_related(
        "revision", "repaired_revision", "item__current_revision"
    )
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def mine_of(officer: Officer) -> QuerySet[Report]:
    """What the officer reported, the latest first.

    ``joined_evidence`` and ``joined_at`` are what they sent where somebody else was first, else
    None.
    """
    joined = JoinedReport.objects.filter(reporter=officer)
    own = joined.filter(report=OuterRef("pk"))
    rows = Report.objects.filter(Q(reporter=officer) | Q(pk__in=joined.values("report")))
    return (
        rows.select_related("item")
        .annotate(
            joined_evidence=Subquery(own.values("evidence")[:1]),
            joined_at=Subquery(own.values("received_at")[:1]),
        )
        .order_by("-pk")
    )


def get_mine(officer: Officer, report_id: int) -> Report:
    """What the officer reported. Raises Http404."""
    report = mine_of(officer).filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def readable_ids(officer: Officer, reports: Iterable[Report]) -> set[int]:
    """Those of the reports' items that the officer may read now (one query)."""
    ids = {report.item_id for report in reports}
    return set(Item.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True))


def under_repair(item_id: int) -> list[Report]:
    """Accepted reports on an item that are not closed, the oldest first (one query)."""
    rows = Report.objects.filter(item_id=item_id, state__in=UNDER_REPAIR)
    return list(rows.order_by("accepted_at", "pk"))


def evidence_of(report: Report) -> list[str]:
    """What was said by everybody who reported it, in order, the first one's first."""
    return [report.evidence, *report.joined.order_by("pk").values_list("evidence", flat=True)]


def stands_in(passage: str, revision: Revision | None) -> bool:
    """Whether the words of a passage stand in a revision, in their order."""
    if revision is None:
        return False
    text = "\n".join((revision.title, revision.summary, plain(revision.source)))
    words = " ".join(WORD.findall(passage.casefold()))
    return f" {words} " in f" {' '.join(WORD.findall(text.casefold()))} "


def days_left(report: Report) -> int | None:
    """Whole days until the report is due (Asia/Seoul), negative when that is over."""
    if report.due_at is None:
        return None
    return (timezone.localdate(report.due_at) - clock.today()) // timedelta(days=1)


def due_state(report: Report) -> str:
    """``late`` after the due date, ``soon`` on its day and the day before, else ``fine``."""
    if report.is_overdue:
        return "late"
    left = days_left(report)
    return "soon" if left is not None and left <= 1 else "fine"


def urgent_first(officer: Officer) -> QuerySet[Report]:
    """The officer's open repairs, those with the nearest date first."""
    rows = repairs_of(officer).filter(state=State.FIXING)
    return rows.order_by(F("repair_by").asc(nulls_last=True), "pk")
