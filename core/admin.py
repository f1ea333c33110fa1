from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.models import Activity, Outbox


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows to look at: nobody adds, changes or deletes them by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    """Who did what."""

    list_display = ["occurred_at", "actor", "verb", "object_type", "object_id"]
    list_filter = ["verb", "object_type"]
    search_fields = ["=actor__username", "=object_id", "key"]
    date_hierarchy = "occurred_at"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Activity]:
        return super().get_queryset(request).select_related("actor")


@admin.register(Outbox)
class OutboxAdmin(ReadOnlyAdmin):
    """What handlers have not had yet, with the error that keeps it here."""

    list_display = ["activity", "due_at", "attempts", "last_error"]
