"""Versions of a policy in the admin: drafted from the one in force, edited, compared, approved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from knowledge.drafted_comparison import compare_fields
from knowledge.locks import lock_policy
from knowledge.models.drafted import APPROVERS, NOT_COPIED, DraftedPolicy
from knowledge.services.drafted_policies import approve_version, draft_version, tell_edited
from knowledge.services.errors import Refused


class DraftedForm(forms.ModelForm[Any]):
    """The numbers of a draft. Two who edit it at once do not overwrite each other."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "seen" in self.fields:
            self.fields["seen"].initial = self.instance.fingerprint()

    def clean_effective_from(self) -> Any:
        day = self.cleaned_data["effective_from"]
        if day < clock.today():
            raise ValidationError(_("The first day must not lie in the past."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if lock_policy(self.instance).fingerprint() != data.get("seen"):
            raise ValidationError(
                _(
                    "Somebody else has edited this draft since you opened it. Open it in another"
                    " tab and bring your changes over there; here they are not saved."
                )
            )
        return data


class DraftedAdmin(admin.ModelAdmin[Any]):
    """``in_force`` answers the version that a draft begins as. A policy that says more than its
    fields, or of which there are several kinds, has verbs and a comparison of its own."""

    form = DraftedForm
    ordering = ["-version"]
    readonly_fields = ["version"]
    actions = None
    change_list_template = "admin/drafted/change_list.html"
    change_form_template = "admin/drafted/change_form.html"
    compare_template = "admin/drafted/compare.html"
    # Fields that are no part of what a version rules.
    uncompared = NOT_COPIED
    in_force: Callable[[], DraftedPolicy]

    class Media:
        css = {"all": ["admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(yes=Count("approvals"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("draft/", guarded(self.draft_view), name=self._name("draft")),
            path("<int:pk>/compare/", guarded(self.compare_view), name=self._name("compare")),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        address = reverse(f"admin:{self._name('draft')}")
        return super().changelist_view(request, {**(extra_context or {}), "draft_url": address})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        policy = self.get_object(request, object_id)
        if policy is None:
            return super().change_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and not policy.is_draft:
            text = _("This policy has been approved and cannot be edited. Draft a new version.")
            self.message_user(request, text, messages.ERROR)
            return redirect(self._compare_url(policy))
        more = {**(extra_context or {}), "compare_url": self._compare_url(policy)}
        return super().change_view(request, object_id, form_url, more)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.instance.fingerprint() != form.cleaned_data["seen"]:
            self.tell_edited(form.instance, admin_of(request))

    def make_draft(self, request: HttpRequest) -> Any:
        """A new version that copies the one in force. Raises Refused."""
        return draft_version(base=type(self).in_force(), by=admin_of(request))

    def approve(self, policy: Any, by: Officer, seen: str) -> None:
        """Say yes to a draft. Raises Refused."""
        approve_version(policy=policy, by=by, seen=seen)

    def tell_edited(self, policy: Any, by: Officer) -> None:
        """Record that a draft was edited."""
        tell_edited(policy=policy, by=by)

    def before(self, policy: Any) -> Any:
        """The version that a policy replaces, or None."""
        others = self.model.objects.exclude(pk=policy.pk)
        return others.in_force(policy.effective_from).first()

    def name(self, policy: Any) -> str:
        """Which version it is, in words."""
        return str(_("version %(version)s") % {"version": policy.version})

    def draft_view(self, request: HttpRequest) -> HttpResponse:
        """POST: a new version that copies the one in force."""
        if request.method == "POST":
            try:
                draft = self.make_draft(request)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                text = _("A draft has been made of what is in force. Change what shall be new.")
                self.message_user(request, text, messages.SUCCESS)
                return redirect(f"admin:{self._name('change')}", draft.pk)
        return redirect(f"admin:{self._name('changelist')}")

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET shows the policy beside the one it replaces; POST approves what was shown."""
        officer = admin_of(request)
        policy = self.get_object(request, str(pk))
        if policy is None:
            raise Http404
        if request.method == "POST":
            try:
                self.approve(policy, officer, request.POST.get("seen", ""))
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                text = _("You have approved %(policy)s.") % {"policy": self.name(policy)}
                self.message_user(request, text, messages.SUCCESS)
            return redirect(self._compare_url(policy))
        context = {**self.admin_site.each_context(request), **self.comparison(policy, officer)}
        return TemplateResponse(request, self.compare_template, context)

    def comparison(self, policy: Any, officer: Officer) -> dict[str, Any]:
        """What admin/drafted/compare.html takes."""
        before = self.before(policy)
        approvals = list(policy.approvals.select_related("officer").order_by("pk"))
        said_yes = officer.pk in {approval.officer_id for approval in approvals}
        is_open = not policy.is_delivered and len(approvals) < APPROVERS
        name = self._name
        return {
            "opts": self.opts,
            "title": self.name(policy),
            "policy": policy,
            "before": before,
            "state": self.state(policy),
            "changes": compare_fields(before or policy, policy, without=self.uncompared),
            "approvals": approvals,
            "is_draft": is_open and not approvals,
            "may_approve": is_open and not said_yes,
            "has_approved": is_open and said_yes,
            "is_late": is_open and policy.effective_from < clock.today(),
            "seen": policy.fingerprint(),
            "list_url": reverse(f"admin:{name('changelist')}"),
            "change_url": reverse(f"admin:{name('change')}", args=[policy.pk]),
        }

    @admin.display(description=_("state"))
    def state(self, policy: Any) -> str:
        """Whether it decides, and who has to act if not."""
        if policy.is_delivered:
            return str(_("comes with the portal"))
        if policy.yes >= APPROVERS:
            return str(_("approved"))
        return str(_("draft, approved by %(count)s of 2") % {"count": policy.yes})

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _compare_url(self, policy: Any) -> str:
        return reverse(f"admin:{self._name('compare')}", args=[policy.pk])


def admin_of(request: HttpRequest) -> Officer:
    """The signed-in administrator. Raises PermissionDenied for others."""
    if not (isinstance(request.user, Officer) and is_admin(request.user)):
        raise PermissionDenied
    return request.user
