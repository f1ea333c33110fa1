"""Versions of a policy in the admin: drafted from the one in force, edited, compared, approved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from knowledge.locks import lock_policy
from knowledge.models.drafted import APPROVERS, NOT_COPIED, DraftedPolicy
from knowledge.services.drafted_policies import approve_version, draft_version, tell_edited
from knowledge.services.errors import Refused


@dataclass(frozen=True, slots=True)
class Change:
    """One fact in both versions, as it is shown."""

    label: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        """Whether the versions differ in it."""
        return self.old != self.new


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
    """``in_force`` answers the version that a draft begins as."""

    form = DraftedForm
    ordering = ["-version"]
    readonly_fields = ["version"]
    actions = None
    change_list_template = "admin/drafted/change_list.html"
    change_form_template = "admin/drafted/change_form.html"
    in_force: Callable[[], DraftedPolicy]

    class Media:
        css = {"all": ["admin.css"]}

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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.fingerprint() != form.cleaned_data["seen"]:
            tell_edited(policy=obj, by=_admin(request))

    def draft_view(self, request: HttpRequest) -> HttpResponse:
        """POST: a new version that copies the one in force."""
        if request.method == "POST":
            try:
                draft = draft_version(base=type(self).in_force(), by=_admin(request))
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                text = _("A draft has been made of what is in force. Change what shall be new.")
                self.message_user(request, text, messages.SUCCESS)
                return redirect(f"admin:{self._name('change')}", draft.pk)
        return redirect(f"admin:{self._name('changelist')}")

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET shows the policy beside the one it replaces; POST approves what was shown."""
        officer = _admin(request)
        policy = self.get_object(request, str(pk))
        if policy is None:
            raise Http404
        if request.method == "POST":
            try:
                approve_version(policy=policy, by=officer, seen=request.POST.get("seen", ""))
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                text = _("You have approved version %(version)s.") % {"version": policy.version}
                self.message_user(request, text, messages.SUCCESS)
            return redirect(self._compare_url(policy))
        context = {**self.admin_site.each_context(request), **self._comparison(policy, officer)}
        return TemplateResponse(request, "admin/drafted/compare.html", context)

    def _comparison(self, policy: Any, officer: Officer) -> dict[str, Any]:
        before = self.model.objects.exclude(pk=policy.pk).in_force(policy.effective_from).first()
        approvals = list(policy.approvals.select_related("officer").order_by("pk"))
        said_yes = officer.pk in {approval.officer_id for approval in approvals}
        is_open = not policy.is_delivered and len(approvals) < APPROVERS
        name = self._name
        return {
            "opts": self.opts,
            "title": _("version %(version)s") % {"version": policy.version},
            "policy": policy,
            "before": before,
            "state": self.state(policy),
            "changes": _changes(before or policy, policy),
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
        """Whether it decides, and who has to act if not (a query)."""
        if policy.is_delivered:
            return str(_("comes with the portal"))
        yes = len(policy.approved_by())
        if yes >= APPROVERS:
            return str(_("approved"))
        return str(_("draft, approved by %(count)s of 2") % {"count": yes})

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _compare_url(self, policy: Any) -> str:
        return reverse(f"admin:{self._name('compare')}", args=[policy.pk])


def _changes(old: Any, new: Any) -> list[Change]:
    """All that the policy rules by, changed or not."""
    fields = [f for f in new._meta.concrete_fields if f.name not in NOT_COPIED]
    return [
        Change(str(f.verbose_name), _shown(getattr(old, f.name)), _shown(getattr(new, f.name)))
        for f in fields
    ]


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(localize(value))


def _admin(request: HttpRequest) -> Officer:
    if not (isinstance(request.user, Officer) and is_admin(request.user)):
        raise PermissionDenied
    return request.user
