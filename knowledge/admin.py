"""Categories, as administrators manage them; items and revisions to look at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from mptt.admin import MPTTModelAdmin

from core.admin import ReadOnlyAdmin
from knowledge.categories import forget_categories
from knowledge.models import Category, Item, Revision


@admin.register(Category)
class CategoryAdmin(MPTTModelAdmin):  # type: ignore[misc]
    """The tree of business areas. One that items lie in cannot be deleted."""

    list_display = ["name_ko", "name_en", "slug", "position"]
    list_editable = ["position"]
    search_fields = ["slug", "name_ko", "name_en"]
    prepopulated_fields = {"slug": ["name_en"]}

    def save_model(
        self, request: HttpRequest, obj: Category, form: forms.ModelForm[Category], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        forget_categories()

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        super().delete_model(request, obj)
        forget_categories()


class RevisionInline(admin.TabularInline[Revision, Item]):
    """What was written when, by whom."""

    model = Revision
    fk_name = "item"
    fields = ["number", "title", "editor", "comment", "created_at"]
    readonly_fields = ["number", "title", "editor", "comment", "created_at"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    """Items to look at: they are changed on their own pages, where the rules are."""

    list_display = ["title", "kind", "status", "author", "office", "score", "published_at"]
    list_filter = ["kind", "status", "grade", "language"]
    search_fields = ["=id", "title", "=author__username", "=external_id"]
    date_hierarchy = "published_at"
    show_full_result_count = False
    inlines = [RevisionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        return super().get_queryset(request).select_related("author", "office")
