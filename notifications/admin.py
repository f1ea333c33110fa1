from __future__ import annotations

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from notifications.models import Notice


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Who was told what, and whether the mail left."""

    list_display = ["created_at", "officer", "kind", "item", "read_at", "mail", "mail_attempts"]
    list_filter = ["kind", "mail"]
    search_fields = ["=officer__username", "=item__id"]
    list_select_related = ["officer", "item"]
    show_full_result_count = False
