"""The catalogue of rewards, and requests to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnlyAdmin
from mileage.models import Redemption, Reward


@admin.register(Reward)
class RewardAdmin(admin.ModelAdmin[Reward]):
    """What is no longer given is taken out of the catalogue, never deleted."""

    list_display = ["__str__", "points", "stock", "is_active", "position"]
    list_editable = ["is_active", "position"]
    list_filter = ["is_active"]
    fieldsets = [
        (None, {"fields": ["name_ko", "name_en", "text_ko", "text_en"]}),
        (_("Catalogue"), {"fields": ["points", "stock", "is_active", "position"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Redemption)
class RedemptionAdmin(ReadOnlyAdmin):
    """Requests; the pages of the portal decide them."""

    list_display = ["pk", "officer", "reward", "points", "state", "requested_at", "decided_by"]
    list_filter = ["state", "reward"]
    list_select_related = ["officer", "reward", "decided_by"]
    search_fields = ["=officer__username", "=officer__employee_number"]
