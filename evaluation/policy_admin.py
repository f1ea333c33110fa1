"""Policies in the admin: drafted from the one in force, edited, compared, approved by two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from core.services.record import record
from evaluation.comparison import compare_criteria, compare_fields, fingerprint
from evaluation.locks import lock_policy
from evaluation.models import Criterion, EvaluationPolicy, PolicyApproval
from evaluation.models.policy import ANCHOR_SCORES, APPROVERS, WHOLE
from evaluation.services.approve_policy import approve_policy
from evaluation.services.draft_policy import draft_policy
from knowledge.kinds import kinds
from knowledge.services.errors import Refused

LANGUAGES = (("ko", _("Korean")), ("en", _("English")))
ANCHORS = [(score, language) for score in ANCHOR_SCORES for language in LANGUAGES]


class AnchorsWidget(forms.MultiWidget):
    """A line for each anchor text of a criterion, with the score and the language before it."""

    def __init__(self) -> None:
        lines = [forms.TextInput(attrs={"class": "vLargeTextField"}) for _anchor in ANCHORS]
        super().__init__(lines)

    def decompress(self, value: list[dict[str, Any]] | None) -> list[str]:
        texts = {anchor["score"]: anchor for anchor in value or []}
        return [texts.get(score, {}).get(code, "") for score, (code, _name) in ANCHORS]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        # Django takes any list for lines already; stored anchors are a list of dictionaries.
        return super().get_context(name, self.lines_of(value), attrs)

    def lines_of(self, value: Any) -> list[str]:
        """The lines of what is stored, or those that were sent."""
        is_stored = not value or isinstance(value[0], dict)
        return self.decompress(value) if is_stored else value

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)
        return format_html_join(
            "",
            '<label class="anchor-line"><span>{} {}</span>{}</label>',
            (
                (score, label, widget.render(line["name"], line["value"], line["attrs"], renderer))
                for (score, (_code, label)), widget, line in zip(
                    ANCHORS, self.widgets, context["widget"]["subwidgets"], strict=True
                )
            ),
        )


class AnchorsField(forms.MultiValueField):
    """What the scores 0, 3, 5, 7 and 10 mean, in both languages; all are needed."""

    def __init__(self) -> None:
        super().__init__(
            fields=[forms.CharField(max_length=300) for _anchor in ANCHORS],
            label=_("anchor texts"),
            widget=AnchorsWidget(),
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(AnchorsWidget().lines_of(initial), data)

    def compress(self, data_list: list[str]) -> list[dict[str, Any]]:
        texts = {
            (score, code): text
            for (score, (code, _n)), text in zip(ANCHORS, data_list, strict=True)
        }
        codes = [code for code, _name in LANGUAGES]
        return [
            {"score": score, **{code: texts[score, code] for code in codes}}
            for score in ANCHOR_SCORES
        ]


class CriterionForm(forms.ModelForm[Criterion]):
    """A criterion with its anchor texts as lines, not as JSON."""

    anchors = AnchorsField()

    class Meta:
        model = Criterion
        fields = ["position", "code", "label_ko", "label_en", "weight", "anchors"]


class CriteriaFormSet(
    forms.BaseInlineFormSet[Criterion, EvaluationPolicy, forms.ModelForm[Criterion]]
):
    """The criteria of a draft: their weights sum to 100."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [f.cleaned_data for f in self.forms if f.cleaned_data and not self._is_going(f)]
        whole = sum(data["weight"] for data in kept)
        if whole != WHOLE:
            raise ValidationError(
                _("The weights of the criteria must sum to 100. Now they sum to %(whole)d.")
                % {"whole": whole}
            )

    def _is_going(self, form: forms.ModelForm[Criterion]) -> bool:
        return bool(form.cleaned_data.get("DELETE"))


class CriterionInline(admin.StackedInline[Criterion, EvaluationPolicy]):
    """What evaluators score, with weights and anchor texts."""

    model = Criterion
    form = CriterionForm
    formset = CriteriaFormSet  # type: ignore[assignment]
    extra = 0
    fields = [
        ("position", "code", "weight"),
        ("label_ko", "label_en"),
        "anchors",
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # What is fixed is shown as stored; the anchor texts are read on the page of comparison.
        if _may_edit(request, obj):
            return self.fields
        return ["position", "code", "label_ko", "label_en", "weight"]


class ApprovalInline(admin.TabularInline[PolicyApproval, EvaluationPolicy]):
    """Who has approved a policy."""

    model = PolicyApproval
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PolicyForm(forms.ModelForm[EvaluationPolicy]):
    """The numbers of a draft. Two who edit it at once do not overwrite each other."""

    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = EvaluationPolicy
        fields = [
            field.name
            for field in EvaluationPolicy._meta.concrete_fields
            if field.editable and field.name not in ("id", "kind", "version")
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "seen" in self.fields:
            self.fields["seen"].initial = fingerprint(self.instance)

    def clean_effective_from(self) -> Any:
        day = self.cleaned_data["effective_from"]
        if day < clock.today():
            raise ValidationError(_("The first day must not lie in the past."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if fingerprint(lock_policy(self.instance.pk)) != data.get("seen"):
            raise ValidationError(
                _(
                    "Somebody else has edited this draft since you opened it. Open it in another"
                    " tab and bring your changes over there; here they are not saved."
                )
            )
        return data


@admin.register(EvaluationPolicy)
class EvaluationPolicyAdmin(admin.ModelAdmin[EvaluationPolicy]):
    """Versions: drafts are edited, compared with what is in force, and approved by two."""

    form = PolicyForm
    list_display = ["name", "effective_from", "state", "threshold", "k_min"]
    list_filter = ["kind"]
    ordering = ["kind", "-version"]
    readonly_fields = ["kind", "version"]
    inlines = [CriterionInline, ApprovalInline]
    actions = None

    class Media:
        css = {"all": ["admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[EvaluationPolicy]:
        return super().get_queryset(request).annotate(yes=Count("approvals"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_edit(request, obj)

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "draft/",
                self.admin_site.admin_view(self.draft_view),
                name="evaluation_evaluationpolicy_draft",
            ),
            path(
                "<int:pk>/compare/",
                self.admin_site.admin_view(self.compare_view),
                name="evaluation_evaluationpolicy_compare",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        covered = EvaluationPolicy.objects.order_by("kind").values_list("kind", flat=True)
        choices = [(kind, _label(kind)) for kind in covered.distinct()]
        return super().changelist_view(request, {**(extra_context or {}), "kinds": choices})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        policy = self.get_object(request, object_id)
        if request.method == "POST" and policy is not None and not policy.is_draft:
            text = _("This policy has been approved and cannot be edited. Draft a new version.")
            self.message_user(request, text, messages.ERROR)
            return redirect(_compare_url(policy))
        return super().change_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        policy = form.instance
        print_ = fingerprint(policy)
        if print_ != form.cleaned_data["seen"]:
            record(
                verb="policy.edited",
                obj=policy,
                actor=_officer(request),
                key=f"policy.edited:{policy.pk}:{print_}:{clock.now().isoformat()}",
                data={"kind": policy.kind, "version": policy.version},
            )

    def draft_view(self, request: HttpRequest) -> HttpResponse:
        """POST ``kind``: a new version that copies the one in force."""
        if request.method == "POST":
            try:
                draft = draft_policy(kind=request.POST.get("kind", ""), by=_officer(request))
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                text = _("A draft has been made of what is in force. Change what shall be new.")
                self.message_user(request, text, messages.SUCCESS)
                return redirect("admin:evaluation_evaluationpolicy_change", draft.pk)
        return redirect("admin:evaluation_evaluationpolicy_changelist")

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET shows the policy beside the one it replaces; POST approves what was shown."""
        policy = get_object_or_404(self.get_queryset(request), pk=pk)
        officer = _officer(request)
        if request.method == "POST":
            try:
                approve_policy(policy=policy, by=officer, seen=request.POST.get("seen", ""))
                text = _("You have approved %(policy)s.") % {"policy": self.name(policy)}
                self.message_user(request, text, messages.SUCCESS)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            return redirect(_compare_url(policy))
        day = policy.effective_from
        others = EvaluationPolicy.objects.exclude(pk=policy.pk)
        before = others.in_force(policy.kind, day)
        approvals = list(policy.approvals.select_related("officer").order_by("pk"))
        is_open = not policy.is_delivered and len(approvals) < APPROVERS
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self.name(policy),
            "policy": policy,
            "before": before,
            "state": self.state(policy),
            "fields": compare_fields(before or policy, policy),
            "criteria": compare_criteria(before or policy, policy),
            "approvals": approvals,
            "is_draft": is_open and not approvals,
            "may_approve": is_open and officer.pk not in {a.officer_id for a in approvals},
            "has_approved": officer.pk in {a.officer_id for a in approvals},
            "is_late": is_open and day < clock.today(),
            "seen": fingerprint(policy),
        }
        return TemplateResponse(request, "admin/evaluation/evaluationpolicy/compare.html", context)

    @admin.display(description=_("policy"), ordering="kind")
    def name(self, policy: EvaluationPolicy) -> str:
        """Kind and version in words."""
        return str(
            _("%(kind)s, version %(version)s")
            % {"kind": _label(policy.kind), "version": policy.version}
        )

    @admin.display(description=_("state"))
    def state(self, policy: EvaluationPolicy) -> str:
        """Whether it decides, and who has to act if not."""
        yes: int = policy.yes  # type: ignore[attr-defined]  # annotated above
        if policy.is_delivered:
            return str(_("comes with the portal"))
        if yes >= APPROVERS:
            return str(_("approved"))
        return str(_("draft, approved by %(count)s of 2") % {"count": yes})


def _label(kind: str) -> str:
    known = kinds.get(kind)
    return str(known.label) if known else kind


def _officer(request: HttpRequest) -> Officer:
    if not (isinstance(request.user, Officer) and is_admin(request.user)):
        raise PermissionDenied
    return request.user


def _may_edit(request: HttpRequest, policy: EvaluationPolicy | None) -> bool:
    return policy is None or policy.is_draft


def _compare_url(policy: EvaluationPolicy) -> str:
    return reverse("admin:evaluation_evaluationpolicy_compare", args=[policy.pk])
