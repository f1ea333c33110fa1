from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from notifications.kinds import CONFIDENTIAL
from notifications.models import Letter, Notice


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Who was told what; without what would name those who reported something."""

    list_display = ["created_at", "officer", "kind", "item", "read_at", "mail"]
    list_filter = ["kind", "mail"]
    search_fields = ["=officer__username", "=item__id"]
    list_select_related = ["officer", "item"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(kind__in=CONFIDENTIAL)


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """Which mail left, which waits for the server, which it refused and why."""

    list_display = ["created_at", "officer", "kind", "state", "attempts", "sent_at", "last_error"]
    list_filter = ["state", "kind"]
    search_fields = ["=officer__username"]
    list_select_related = ["officer"]
    show_full_result_count = False
