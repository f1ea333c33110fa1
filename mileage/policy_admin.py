"""Policies of mileage in the admin: drafted, tried on a season, approved by two."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from knowledge.services.errors import Refused
from mileage.events import Event
from mileage.models import Approval, Policy, Rule
from mileage.models.policy import APPROVERS
from mileage.queries import seasons_with_entries
from mileage.services.dry_run import dry_run
from mileage.services.policies import approve_policy

# So many winners and losers are shown; the command tells all.
SHOWN = 50


class ReadOnlyInline(admin.TabularInline[Any, Any]):
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


class ApprovalInline(ReadOnlyInline):
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

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/dry-run/",
                self.admin_site.admin_view(self.dry_run_view),
                name="mileage_policy_dry_run",
            ),
            *super().get_urls(),
        ]

    def dry_run_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET ``season``: who would win and lose under the policy; POST approves it."""
        policy = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method == "POST":
            self.approve(request, self.get_queryset(request).filter(pk=pk))
            return redirect(request.get_full_path())
        seasons = seasons_with_entries()
        wanted = request.GET.get("season")
        season = next(
            (one for one in seasons if one.code == wanted), seasons[0] if seasons else None
        )
        run = dry_run(policy=policy, season=season) if season else None
        officer = request.user
        approvals = list(policy.approvals.select_related("officer").order_by("pk"))
        is_open = not policy.is_delivered and len(approvals) < APPROVERS
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(policy),
            "policy": policy,
            "state": self.state(policy),
            "approvals": approvals,
            "seasons": seasons,
            "run": run,
            "events": [(Event(event).label, outcome) for event, outcome in run.events]
            if run
            else [],
            "winners": run.winners[:SHOWN] if run else [],
            "losers": run.losers[:SHOWN] if run else [],
            "may_approve": is_open
            and self.has_approve_permission(request)
            and policy.effective_from > clock.today()
            and officer.pk not in {one.officer_id for one in approvals},
        }
        return TemplateResponse(request, "admin/mileage/policy/dry_run.html", context)

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Officer) and is_admin(request.user)

    @admin.display(description=_("state"))
    def state(self, policy: Policy) -> str:
        """Whether it decides, and who has to act if not."""
        yes: int = policy.yes  # type: ignore[attr-defined]  # annotated above
        if policy.is_delivered:
            return str(_("comes with the portal"))
        if yes >= APPROVERS:
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
