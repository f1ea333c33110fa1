"""Who looks after evaluators: whose alerts and sheets an officer may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import Office, Officer
from accounts.rights import rights_of
from accounts.roles import is_admin, is_coordinator, is_panel_member
from core import clock
from evaluation.models import Alert, EvaluatorSheet


def sees_alerts(officer: Officer) -> bool:
    """Administrators, members of the panel, and the coordinators of headquarters (one query for
    coordinators, none for others)."""
    return is_admin(officer) or is_panel_member(officer) or is_at_headquarters(officer)


def is_at_headquarters(officer: Officer) -> bool:
    """Coordinates the whole service: a topmost office."""
    if not is_coordinator(officer):
        return False
    tops = Office.objects.filter(parent=None, children__isnull=False)
    return tops.filter(pk__in=rights_of(officer).charge_ids).exists()


def alerts_of(officer: Officer) -> QuerySet[Alert]:
    """Alerts that the officer looks after, the newest first; never those about themselves.
    Raises Http404 for others."""
    if not sees_alerts(officer):
        raise Http404
    rows = Alert.objects.exclude(officers=officer).prefetch_related("officers__office")
    return rows.select_related("settled_by").order_by("-raised_at", "-pk")


def get_alert(officer: Officer, alert_id: int) -> Alert:
    """One of them. Raises Http404."""
    alert = alerts_of(officer).filter(pk=alert_id).first()
    if alert is None:
        raise Http404
    return alert


def sheets_of_others(officer: Officer) -> QuerySet[EvaluatorSheet]:
    """Sheets that their evaluators have had, of the offices that the officer looks after, the
    latest quarter first. Raises Http404 for others."""
    if not (is_coordinator(officer) or is_admin(officer)):
        raise Http404
    rows = EvaluatorSheet.objects.filter(shown_to_others_from__lte=clock.today())
    if not is_admin(officer):
        rows = rows.filter(evaluator__officer__office__in=rights_of(officer).charge_ids)
    rows = rows.exclude(evaluator__officer=officer)
    return rows.select_related("evaluator__officer__office").order_by(
        "-quarter", "evaluator__officer__name_ko", "pk"
    )


def own_sheets(officer: Officer) -> QuerySet[EvaluatorSheet]:
    """The officer's own sheets, the latest first."""
    return EvaluatorSheet.objects.filter(evaluator__officer=officer).order_by("-quarter")


def unseen_sheet(officer: Officer) -> EvaluatorSheet | None:
    """A sheet that its evaluator has not looked at."""
    return own_sheets(officer).filter(Q(seen_on__isnull=True)).first()
