"""Changes of law and tariff, and appeals, as administrators see them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Officer
from core.admin import ReadOnlyAdmin
from evaluation.models import Appeal, Round, SourceChange
from evaluation.services.change_source import (
    items_concerned,
    record_source_change,
    require_recordable,
)
from knowledge.models import Item
from knowledge.services.errors import Refused


class SourceChangeForm(forms.ModelForm[SourceChange]):
    """What has changed, since when; refused like by the service, before anything is saved."""

    class Meta:
        model = SourceChange
        fields = ["scheme", "code", "changed_on", "note"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if all(data.get(name) for name in self.Meta.fields):
            try:
                require_recordable(code=data["code"], changed_on=data["changed_on"])
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return data


@admin.register(SourceChange)
class SourceChangeAdmin(admin.ModelAdmin[SourceChange]):
    """Recorded once and never changed; the items that rely on it are listed with their state."""

    form = SourceChangeForm
    list_display = ["code", "scheme", "changed_on", "note", "recorded_by"]
    list_filter = ["scheme"]
    list_select_related = ["recorded_by"]
    search_fields = ["code", "note"]

    def get_fields(self, request: HttpRequest, obj: SourceChange | None = None) -> Any:
        shown = ["scheme", "code", "changed_on", "note"]
        return [*shown, "recorded_by", "recorded_at", "concerned"] if obj else shown

    def get_readonly_fields(self, request: HttpRequest, obj: SourceChange | None = None) -> Any:
        return ["recorded_by", "recorded_at", "concerned"] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: SourceChange, form: Any, change: bool) -> None:
        assert isinstance(request.user, Officer)
        saved = record_source_change(
            scheme=obj.scheme,
            code=obj.code,
            changed_on=obj.changed_on,
            note=obj.note,
            by=request.user,
        )
        obj.pk = saved.pk
        number = items_concerned(saved).count()
        text = ngettext(
            "%(count)d item relies on it. If it was decided before that day, its decision lapses.",
            "%(count)d items rely on it. Decisions made before that day lapse.",
            number,
        )
        messages.info(request, text % {"count": number})

    @admin.display(description=_("items that rely on it"))
    def concerned(self, change: SourceChange) -> SafeString | str:
        """Title with a link, and the state of the newest round."""
        rows = list(items_concerned(change).order_by("pk"))
        newest = {r.item_id: r for r in Round.objects.filter(item__in=rows).order_by("pk")}
        if not rows:
            return "–"
        lines = format_html_join(
            "",
            '<li><a href="{}">{}</a> {}</li>',
            (
                (
                    item.get_absolute_url(),
                    item.title,
                    newest[item.pk].get_state_display() if item.pk in newest else "",
                )
                for item in rows
            ),
        )
        return format_html("<ul>{}</ul>", lines)


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    """Appeals to look at, without those against decisions on the administrator's own items."""

    list_display = ["round", "reason", "state", "opened_at", "decided_at"]
    list_filter = ["state", "reason"]
    list_select_related = ["round__item"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        mine = Item.objects.written_by(request.user).values("pk")  # type: ignore[arg-type]
        return super().get_queryset(request).exclude(round__item__in=mine)
