"""Policies in the admin: drafted from the one in force, edited, compared, approved by two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from evaluation.comparison import NOT_COMPARED, compare_criteria
from evaluation.models import Criterion, EvaluationPolicy, PolicyApproval
from evaluation.models.policy import ANCHOR_SCORES, WHOLE
from evaluation.services.approve_policy import approve_policy
from evaluation.services.draft_policy import draft_policy
from knowledge.drafted_admin import DraftedAdmin, DraftedForm, admin_of
from knowledge.kinds import kinds

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


class PolicyForm(DraftedForm):
    """The numbers of a draft."""

    class Meta:
        model = EvaluationPolicy
        fields = [
            field.name
            for field in EvaluationPolicy._meta.concrete_fields
            if field.editable and field.name not in ("id", "kind", "version")
        ]


@admin.register(EvaluationPolicy)
class EvaluationPolicyAdmin(DraftedAdmin):
    """Versions of each kind, with their criteria."""

    form = PolicyForm
    list_display = ["name", "effective_from", "state", "threshold", "k_min"]
    list_filter = ["kind"]
    ordering = ["kind", "-version"]
    readonly_fields = ["kind", "version"]
    inlines = [CriterionInline, ApprovalInline]
    change_list_template = "admin/evaluation/evaluationpolicy/change_list.html"
    compare_template = "admin/evaluation/evaluationpolicy/compare.html"
    uncompared = NOT_COMPARED

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        covered = EvaluationPolicy.objects.order_by("kind").values_list("kind", flat=True)
        choices = [(kind, _label(kind)) for kind in covered.distinct()]
        return super().changelist_view(request, {**(extra_context or {}), "kinds": choices})

    def make_draft(self, request: HttpRequest) -> EvaluationPolicy:
        return draft_policy(kind=request.POST.get("kind", ""), by=admin_of(request))

    def approve(self, policy: EvaluationPolicy, by: Officer, seen: str) -> None:
        approve_policy(policy=policy, by=by, seen=seen)

    def tell_edited(self, policy: EvaluationPolicy, by: Officer) -> None:
        record(
            verb="policy.edited",
            obj=policy,
            actor=by,
            key=f"policy.edited:{policy.pk}:{policy.fingerprint()}:{clock.now().isoformat()}",
            data={"kind": policy.kind, "version": policy.version},
        )

    def before(self, policy: EvaluationPolicy) -> EvaluationPolicy | None:
        others = EvaluationPolicy.objects.exclude(pk=policy.pk)
        return others.in_force(policy.kind, policy.effective_from)

    def comparison(self, policy: EvaluationPolicy, officer: Officer) -> dict[str, Any]:
        shown = super().comparison(policy, officer)
        return {**shown, "criteria": compare_criteria(shown["before"] or policy, policy)}

    @admin.display(description=_("policy"), ordering="kind")
    def name(self, policy: EvaluationPolicy) -> str:
        """Kind and version in words."""
        return str(
            _("%(kind)s, version %(version)s")
            % {"kind": _label(policy.kind), "version": policy.version}
        )


def _label(kind: str) -> str:
    known = kinds.get(kind)
    return str(known.label) if known else kind


def _may_edit(request: HttpRequest, policy: EvaluationPolicy | None) -> bool:
    return policy is None or policy.is_draft
