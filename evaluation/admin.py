"""Evaluation as administrators see it: evaluators and conflicts to manage, the rest to look at.

Policies are in ``policy_admin``, changes of law and appeals in ``source_admin``."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core.admin import ReadOnlyAdmin
from evaluation import policy_admin, source_admin  # noqa: F401  (register themselves)
from evaluation.models import (
    Assignment,
    CalibrationSnapshot,
    Conflict,
    Evaluation,
    Evaluator,
    EvaluatorPolicy,
    ItemScore,
    Round,
)
from evaluation.services.evaluator_policy import evaluator_policy
from evaluation.services.train import allow_more_tries
from knowledge.drafted_admin import DraftedAdmin
from knowledge.models import Item
from knowledge.services.errors import Refused


def _not_mine(rows: QuerySet[Any], item: str, user: Any) -> QuerySet[Any]:
    """Without what is about items that the administrator wrote: authors learn no names."""
    mine = Item.objects.written_by(user).values("pk")
    return rows.exclude(**{f"{item}__in": mine})


def _of_others(rows: QuerySet[Any], path: str, user: Any) -> QuerySet[Any]:
    """Real draws, and not the administrator's own: nobody can tell by this list which of theirs
    was an audit, because none of theirs is on it."""
    real = rows.filter(**{f"{path}is_audit": False})
    return real.exclude(**{f"{path}evaluator__officer": user.pk})


@admin.register(Evaluator)
class EvaluatorAdmin(admin.ModelAdmin[Evaluator]):
    """Who may be drawn, and for what."""

    list_display = ["officer", "status", "certified_until", "max_open"]
    list_filter = ["status"]
    list_select_related = ["officer"]
    search_fields = ["officer__username", "officer__name_ko"]
    autocomplete_fields = ["officer"]
    filter_horizontal = ["areas"]
    actions = ["allow_tries"]

    @admin.action(description=_("Allow more tries of the training"))
    def allow_tries(self, request: HttpRequest, chosen: QuerySet[Evaluator]) -> None:
        """A new course for each of the chosen who needs one."""
        assert isinstance(request.user, Officer)
        for evaluator in chosen:
            try:
                allow_more_tries(evaluator=evaluator, by=request.user)
            except Refused as refusal:
                self.message_user(request, f"{evaluator}: {refusal}", messages.WARNING)


@admin.register(EvaluatorPolicy)
class EvaluatorPolicyAdmin(DraftedAdmin):
    """How evaluators are trained, audited and watched."""

    in_force = staticmethod(evaluator_policy)
    list_display = ["version", "effective_from", "state", "audit_every", "audit_misses"]


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
    exclude = ["progress", "is_audit"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = _of_others(super().get_queryset(request), "", request.user)
        return _not_mine(rows, "round__item", request.user)


@admin.register(Evaluation)
class EvaluationAdmin(ReadOnlyAdmin):
    """What was said, row by row."""

    list_display = ["assignment", "total", "confidence", "on_time", "submitted_at"]
    list_select_related = ["assignment__round__item", "assignment__evaluator__officer"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).exclude(assignment__round__state__in=Round.OPEN)
        rows = _of_others(rows, "assignment__", request.user)
        return _not_mine(rows, "assignment__round__item", request.user)


@admin.register(ItemScore)
class ItemScoreAdmin(ReadOnlyAdmin):
    """Scores as they were computed, once their round is decided: until then they are steps."""

    list_display = ["round", "n", "raw", "q", "se", "decision", "computed_at"]
    list_select_related = ["round__item"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).exclude(round__state__in=Round.OPEN)
        return _not_mine(rows, "round__item", request.user)


@admin.register(CalibrationSnapshot)
class CalibrationSnapshotAdmin(ReadOnlyAdmin):
    """The weekly calibrations; the severity of each evaluator is on their own sheet."""

    list_display = ["cutoff", "n", "mu", "alpha_f", "alpha_b", "sigma2", "largest_share"]
