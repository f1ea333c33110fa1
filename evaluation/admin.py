"""Evaluation as administrators see it: evaluators and conflicts to manage, the rest to look at.

Policies are in ``policy_admin``."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from evaluation import policy_admin  # noqa: F401  (registers itself)
from evaluation.models import (
    Assignment,
    Conflict,
    Evaluation,
    Evaluator,
    ItemScore,
    Round,
)
from knowledge.models import Item


def _not_mine(rows: QuerySet[Any], item: str, user: Any) -> QuerySet[Any]:
    """Without what is about items that the administrator wrote: authors learn no names."""
    mine = Item.objects.written_by(user).values("pk")
    return rows.exclude(**{f"{item}__in": mine})


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
