"""Reports as administrators see them: never who reported."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Officer
from core.admin import ReadOnlyAdmin
from knowledge.drafted_admin import DraftedAdmin
from knowledge.models import Item
from reports.models import Report, ReportPolicy
from reports.services.policies import policy_on


@admin.register(ReportPolicy)
class ReportPolicyAdmin(DraftedAdmin):
    """How the reporting centre works."""

    in_force = staticmethod(policy_on)
    list_display = ["version", "effective_from", "state", "per_day", "pause_days", "repair_days"]


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Reports to look at; services alone move them. The fingerprint stays out with the reporter:
    it tells nothing to people."""

    list_display = ["item", "kind", "state", "received_at", "repair_by", "closed_at", "handled_by"]
    list_filter = ["state", "kind", "is_harmful"]
    list_select_related = ["item", "handled_by"]
    search_fields = ["=item__id", "item__title"]
    exclude = ["reporter", "fingerprint"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without what is about items that the administrator wrote: that comes as a repair."""
        assert isinstance(request.user, Officer)
        mine = Item.objects.written_by(request.user).values("pk")
        return super().get_queryset(request).exclude(item__in=mine)
