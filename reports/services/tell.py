"""Recording what happens to a report: no actor, and nothing that tells who reported it."""

from __future__ import annotations

from typing import Any

from core import clock
from core.services.record import record
from reports.models import Report


def tell(verb: str, report: Report, **more: Any) -> None:
    """Append the activity ``report.{verb}``. A step that can be repeated has its moment in the
    key."""
    record(
        verb=f"report.{verb}",
        obj=report,
        key=f"report.{verb}:{report.pk}:{clock.now().isoformat()}",
        data={"item": report.item_id, "kind": report.kind, **more},
    )
