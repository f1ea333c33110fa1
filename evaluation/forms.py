"""The forms of coordinators and evaluators."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.models import Criterion, Evaluation
from evaluation.services.check_form import Shortcoming
from evaluation.services.evaluate import LONGEST_COMMENT, SHORTEST_COMMENT

PREFIX = "score_"


class ReasonsForm(forms.Form):
    """Why a submission is returned or rejected: usual reasons and one's own words."""

    usual = forms.MultipleChoiceField(
        label=_("Usual reasons"),
        choices=Shortcoming.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(
        label=_("In your own words"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "krds-input"}),
        required=False,
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("usual") and not (data.get("words") or "").strip():
            raise forms.ValidationError(
                _("Say why: choose a reason or write one. The author reads it.")
            )
        return data

    @property
    def reason(self) -> str:
        """The whole reason as the author reads it."""
        lines = [str(Shortcoming(code).label) for code in self.cleaned_data["usual"]]
        return "\n".join([*lines, self.cleaned_data["words"].strip()]).strip()


class ScoreForm(forms.Form):
    """One score a criterion, how sure one is, and a comment."""

    confidence = forms.TypedChoiceField(
        label=_("How sure are you?"),
        choices=Evaluation.Confidence.choices,
        coerce=int,
        initial=Evaluation.Confidence.FAIR,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_(
            "What is strong, what is weak, and how it could become better."
            " The author reads it without your name."
        ),
        min_length=SHORTEST_COMMENT,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6, "class": "krds-input"}),
    )

    def __init__(self, criteria: list[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[PREFIX + criterion.code] = forms.DecimalField(
                label=criterion.label,
                min_value=0,
                max_value=10,
                decimal_places=1,
                step_size=Decimal("0.5"),
                widget=forms.NumberInput(
                    attrs={"class": "krds-input score-input", "data-weight": criterion.weight}
                ),
            )

    @property
    def score_fields(self) -> list[tuple[Criterion, forms.BoundField]]:
        """Criteria and their fields, in order."""
        return [(criterion, self[PREFIX + criterion.code]) for criterion in self.criteria]

    @property
    def scores(self) -> dict[str, Decimal]:
        """Criterion code to score, of a valid form."""
        return {c.code: self.cleaned_data[PREFIX + c.code] for c in self.criteria}

    def typed(self) -> dict[str, str]:
        """What was filled in, valid or not, to be continued later."""
        names = [*self.fields]
        return {name: str(self.data.get(name, ""))[: LONGEST_COMMENT + 100] for name in names}
