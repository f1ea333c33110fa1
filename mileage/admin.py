"""The ledger to look at; policies are drafted and approved in ``policy_admin``."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from mileage import reward_admin  # noqa: F401  (registers itself)
from mileage.events import PROTECTED
from mileage.models import (
    Adjustment,
    AdjustmentLine,
    Balance,
    Entry,
    Leg,
    ProofRun,
    Season,
    SeasonLevel,
)
from mileage.policy_admin import PolicyAdmin, ReadOnlyInline

__all__ = ["PolicyAdmin"]


@admin.register(Season)
class SeasonAdmin(ReadOnlyAdmin):
    """Half-years in which something happened."""

    list_display = ["code", "starts_on", "ends_on"]


class LegInline(ReadOnlyInline):
    """What an entry moved."""

    model = Leg
    fields = ["account", "amount"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("account__officer", "account__season")


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """What happened to points. Nobody changes it; a mistake is taken back.

    Without what was given for reports: reporters are protected from administrators too.
    """

    list_display = ["occurred_at", "officer", "event", "reason", "key", "rule"]
    list_filter = ["event", "reason"]
    list_select_related = ["officer", "rule__policy"]
    search_fields = ["key", "=officer__username", "=officer__employee_number"]
    inlines = [LegInline]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        shy = Q(event__in=PROTECTED) | Q(reverses__event__in=PROTECTED)
        return super().get_queryset(request).exclude(shy)


@admin.register(Balance)
class BalanceAdmin(ReadOnlyAdmin):
    """The sums of legs; the nightly proof compares them. Not the last entry: its key would tell
    who reported weak knowledge."""

    list_display = ["account", "amount"]
    exclude = ["last_entry"]
    list_filter = ["account__kind", "account__season"]
    list_select_related = ["account__officer", "account__season"]
    search_fields = ["=account__officer__username"]


@admin.register(ProofRun)
class ProofRunAdmin(ReadOnlyAdmin):
    """The nightly proofs: whether every balance was the sum of its legs."""

    list_display = ["proved_at", "accounts", "different"]


class AdjustmentLineInline(ReadOnlyInline):
    """Who gets or loses what."""

    model = AdjustmentLine
    fields = ["number", "officer", "season", "amount", "note"]
    readonly_fields = ["number", "officer", "season", "amount", "note"]


@admin.register(Adjustment)
class AdjustmentAdmin(ReadOnlyAdmin):
    """Tickets that mend points; the pages of the portal propose and decide them."""

    list_display = ["pk", "kind", "state", "proposed_by", "decided_by", "proposed_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["proposed_by", "decided_by"]
    inlines = [AdjustmentLineInline]


@admin.register(SeasonLevel)
class SeasonLevelAdmin(ReadOnlyAdmin):
    """Levels after each season, with what decided them."""

    list_display = ["officer", "season", "points", "before", "level"]
    list_filter = ["season"]
    list_select_related = ["officer", "season"]
    search_fields = ["=officer__username"]
