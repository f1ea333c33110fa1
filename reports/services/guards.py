"""Who may act on a report, and in which state. Services ask again what views have asked."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from knowledge.access import is_writer
from knowledge.services.errors import Refused
from knowledge.services.guards import looks_after
from reports.models import Report

DECIDED = _("Somebody has decided about this report in the meantime. Reload the page to see it.")


def require_state(report: Report, allowed: Container[str], message: Any) -> None:
    """Refuse with ``message`` unless the locked report's state is one of ``allowed``."""
    if report.state not in allowed:
        raise Refused(message)


def require_judge(report: Report, by: Officer) -> None:
    """Refuse all but coordinators of the item's office and administrators, and of these whoever
    wrote the item or reported the fault: nobody decides in their own case."""
    if not looks_after(by, report.item):
        raise Refused(_("Only the KM coordinator of the office in charge can do that."))
    if is_writer(by, report.item):
        raise Refused(
            _("You wrote this item yourself. Ask another coordinator or an administrator.")
        )
    if has_reported(by, report):
        raise Refused(
            _("You reported this yourself. Another coordinator or an administrator decides.")
        )


def has_reported(officer: Officer, report: Report) -> bool:
    """Whether the officer reported this, first or later."""
    return report.reporter_id == officer.pk or report.joined.filter(reporter_id=officer.pk).exists()
