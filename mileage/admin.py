"""The ledger to look at, and policies to draft and approve."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core.admin import ReadOnlyAdmin
from knowledge.services.errors import Refused
from mileage.models import (
    Adjustment,
    AdjustmentLine,
    Approval,
    Balance,
    Entry,
    Leg,
    Policy,
    ProofRun,
    Rule,
    Season,
    SeasonLevel,
)
from mileage.services.policies import approve_policy


class _ReadOnlyInline(admin.TabularInline[Any, Any]):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RuleInline(admin.StackedInline[Rule, Policy]):
    """The rules of a policy: written with the draft, then only shown."""

    model = Rule
    extra = 0
    min_num = 1
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ApprovalInline(_ReadOnlyInline):
    """Who has approved a policy."""

    model = Approval


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin[Policy]):
    """A policy is drafted with its rules in one go; after that nobody changes it.

    Two administrators approve it with the action, before its first day.
    """

    list_display = ["__str__", "effective_from", "state"]
    readonly_fields = ["is_delivered"]
    inlines = [RuleInline, ApprovalInline]
    actions = ["approve"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Policy]:
        return super().get_queryset(request).annotate(yes=Count("approvals"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Officer) and is_admin(request.user)

    @admin.display(description=_("state"))
    def state(self, policy: Policy) -> str:
        """Whether it decides, and who has to act if not."""
        yes: int = policy.yes  # type: ignore[attr-defined]  # annotated above
        if policy.is_delivered:
            return str(_("comes with the portal"))
        if yes >= 2:
            return str(_("approved"))
        return str(_("draft, approved by %(count)s of 2") % {"count": yes})

    @admin.action(description=_("Approve"), permissions=["approve"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Policy]) -> None:
        """One administrator's yes to each chosen draft."""
        officer = request.user
        assert isinstance(officer, Officer)
        for policy in queryset:
            try:
                approve_policy(policy=policy, by=officer)
            except Refused as refusal:
                self.message_user(request, f"{policy}: {refusal}", messages.ERROR)
            else:
                text = _("You have approved %(policy)s.") % {"policy": policy}
                self.message_user(request, text, messages.SUCCESS)


@admin.register(Season)
class SeasonAdmin(ReadOnlyAdmin):
    """Half-years in which something happened."""

    list_display = ["code", "starts_on", "ends_on"]


class LegInline(_ReadOnlyInline):
    """What an entry moved."""

    model = Leg
    fields = ["account", "amount"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("account__officer", "account__season")


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Everything that happened to points. Nobody changes it; a mistake is taken back."""

    list_display = ["occurred_at", "officer", "event", "reason", "key", "rule"]
    list_filter = ["event", "reason"]
    list_select_related = ["officer", "rule__policy"]
    search_fields = ["key", "=officer__username", "=officer__employee_number"]
    inlines = [LegInline]
    show_full_result_count = False


@admin.register(Balance)
class BalanceAdmin(ReadOnlyAdmin):
    """The sums of legs; the nightly proof compares them."""

    list_display = ["account", "amount", "last_entry"]
    list_filter = ["account__kind", "account__season"]
    list_select_related = ["account__officer", "account__season", "last_entry"]
    search_fields = ["=account__officer__username"]


@admin.register(ProofRun)
class ProofRunAdmin(ReadOnlyAdmin):
    """The nightly proofs: whether every balance was the sum of its legs."""

    list_display = ["proved_at", "accounts", "different"]


class AdjustmentLineInline(_ReadOnlyInline):
    """Who gets or loses what."""

    model = AdjustmentLine
    fields = ["number", "officer", "season", "amount", "note"]
    readonly_fields = fields


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
