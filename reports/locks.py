"""The only locks of this app. An item's row (knowledge.locks) comes before a report's, a report's
before its reporter's."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Officer
from knowledge.locks import lock_item
from reports.models import Report


def lock_report(report_id: int) -> Report:
    """The report's row with its item's, both held until the transaction ends.

    Its item is the locked one, as it is now.
    """
    item = lock_item(Report.objects.values_list("item_id", flat=True).get(pk=report_id))
    report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    report.item = item
    return report


def lock_reports(item_id: int, states: Iterable[str]) -> list[Report]:
    """The rows of the reports on an item in these states, in primary-key order."""
    rows = Report.objects.filter(item_id=item_id, state__in=list(states)).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def lock_reporter(officer: Officer) -> None:
    """One report of an officer at a time, so that none slips past the limits."""
    rows = Officer.objects.filter(pk=officer.pk).values_list("pk")
    list(rows.select_for_update(of=("self",), no_key=True))
