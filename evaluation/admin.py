"""Evaluation as administrators see it: policies to read, evaluators and conflicts to manage."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from evaluation.models import (
    Assignment,
    Conflict,
    Criterion,
    Evaluation,
    EvaluationPolicy,
    Evaluator,
    ItemScore,
    Round,
)
from knowledge.models import Item


def _not_mine(rows: QuerySet[Any], item: str, user: Any) -> QuerySet[Any]:
    """Without what is about items that the administrator wrote: authors learn no names."""
    mine = Item.objects.written_by(user).values("pk")
    return rows.exclude(**{f"{item}__in": mine})


class CriterionInline(admin.TabularInline[Criterion, EvaluationPolicy]):
    """Weights and anchor texts; entered with a new policy, then fixed."""

    model = Criterion
    extra = 5
    fields = ["position", "code", "label_ko", "label_en", "weight", "anchors"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None


@admin.register(EvaluationPolicy)
class EvaluationPolicyAdmin(admin.ModelAdmin[EvaluationPolicy]):
    """Versions are added and never changed."""

    list_display = ["kind", "version", "effective_from", "form_check", "k_min", "threshold"]
    list_filter = ["kind"]
    inlines = [CriterionInline]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Evaluator)
class EvaluatorAdmin(admin.ModelAdmin[Evaluator]):
    """Who may be drawn, and for what."""

    list_display = ["officer", "status", "certified_until", "max_open"]
    list_filter = ["status"]
    list_select_related = ["officer"]
    search_fields = ["officer__username", "officer__name_ko"]
    autocomplete_fields = ["officer"]
    filter_horizontal = ["areas"]


@admin.register(Conflict)
class ConflictAdmin(admin.ModelAdmin[Conflict]):
    """Who does not judge whom."""

    list_display = ["a", "b", "kind", "until"]
    list_select_related = ["a", "b"]
    autocomplete_fields = ["a", "b"]


@admin.register(Round)
class RoundAdmin(ReadOnlyAdmin):
    """Rounds to look at; they are moved by services alone."""

    list_display = ["item", "state", "decision", "opened_at", "due_at", "decided_at"]
    list_filter = ["state", "decision"]
    list_select_related = ["item"]
    search_fields = ["=item__id", "item__title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return _not_mine(super().get_queryset(request), "item", request.user)


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    """Draws with seed and probability."""

    list_display = ["round", "evaluator", "state", "offered_at", "lease_until", "probability"]
    list_filter = ["state"]
    list_select_related = ["round__item", "evaluator__officer"]
    # What somebody has typed and not submitted is theirs.
    exclude = ["progress"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return _not_mine(super().get_queryset(request), "round__item", request.user)


@admin.register(Evaluation)
class EvaluationAdmin(ReadOnlyAdmin):
    """What was said, row by row."""

    list_display = ["assignment", "total", "confidence", "on_time", "submitted_at"]
    list_select_related = ["assignment__round__item", "assignment__evaluator__officer"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).exclude(assignment__round__state__in=Round.OPEN)
        return _not_mine(rows, "assignment__round__item", request.user)


@admin.register(ItemScore)
class ItemScoreAdmin(ReadOnlyAdmin):
    """Scores as they were computed."""

    list_display = ["round", "n", "raw", "q", "se", "decision", "computed_at"]
    list_select_related = ["round__item"]
