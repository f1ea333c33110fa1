"""Whom a report is owed to. The log does not name them; mileage and notifications ask here."""

from __future__ import annotations

from core.models import Activity
from reports.models import JoinedReport, Report


def reporters(activity: Activity) -> list[int]:
    """The officer who reported first, who is paid; nobody for other activities."""
    if not activity.verb.startswith("report."):
        return []
    rows = Report.objects.filter(pk=activity.object_id)
    return list(rows.values_list("reporter_id", flat=True))


def joined_reporters(activity: Activity) -> list[int]:
    """Those who reported the same later, who are thanked."""
    if not activity.verb.startswith("report."):
        return []
    rows = JoinedReport.objects.filter(report_id=activity.object_id).order_by("pk")
    return list(rows.values_list("reporter_id", flat=True))
