"""What those in charge do about an alert: look at it, or say why there is nothing in it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from evaluation.locks import lock_alert
from evaluation.models import Alert
from evaluation.watching import sees_alerts
from knowledge.services.errors import Refused


def mark_seen(*, alert: Alert, by: Officer) -> Alert:
    """Somebody has looked and keeps an eye on it. Raises Refused."""
    return _settle(alert, by, Alert.State.SEEN, "")


def dismiss(*, alert: Alert, by: Officer, reason: str) -> Alert:
    """There is nothing in it, and ``reason`` says why. Raises Refused."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("The reason is missing. A few words are enough."))
    return _settle(alert, by, Alert.State.DISMISSED, reason)


@transaction.atomic
def _settle(alert: Alert, by: Officer, state: Alert.State, reason: str) -> Alert:
    fresh = lock_alert(alert.pk)
    if not sees_alerts(by) or fresh.officers.filter(pk=by.pk).exists():
        raise Refused(_("Only those in charge of evaluation can do that, and not for themselves."))
    if fresh.state == Alert.State.DISMISSED:
        raise Refused(_("Somebody has dismissed this alert already. Their reason stands below."))
    if fresh.state == state:
        return fresh
    fresh.state, fresh.reason = state, reason
    fresh.settled_by, fresh.settled_at = by, clock.now()
    fresh.save(update_fields=["state", "reason", "settled_by", "settled_at"])
    record(
        verb=f"alert.{state}",
        obj=fresh,
        actor=by,
        key=f"alert.{state}:{fresh.pk}",
        data={"kind": fresh.kind},
    )
    return fresh
