"""The forms of coordinators and evaluators."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.formulas.totals import weighted_total
from evaluation.models import Appeal, Criterion, Evaluation, Round
from evaluation.services.appeal import LONGEST_TEXT, SHORTEST_TEXT
from evaluation.services.check_form import Shortcoming
from evaluation.services.evaluate import LONGEST_COMMENT, SHORTEST_COMMENT, fault_of

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


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A criterion on the scoring form, with the score that stands there."""

    criterion: Criterion
    field: forms.BoundField
    score: Decimal | None

    @property
    def meaning(self) -> str:
        """The anchor text of the score: that of the highest anchor not above it."""
        if self.score is None:
            return ""
        texts = [text for anchor, text in self.criterion.anchor_texts if anchor <= self.score]
        return texts[-1] if texts else ""


class CriteriaForm(forms.Form):
    """One score a criterion."""

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
    def scores(self) -> dict[str, Decimal]:
        """Criterion code to score, of a valid form."""
        return {c.code: self.cleaned_data[PREFIX + c.code] for c in self.criteria}

    def value_of(self, criterion: Criterion) -> Decimal | None:
        """The score that the form shows for a criterion, if it is one."""
        try:
            score = Decimal(str(self[PREFIX + criterion.code].value() or ""))
        except InvalidOperation:
            return None
        return score if score.is_finite() and 0 <= score <= 10 else None

    @property
    def lines(self) -> list[ScoreLine]:
        """Criteria with their fields and what the scores chosen mean, in order."""
        return [
            ScoreLine(criterion, self[PREFIX + criterion.code], self.value_of(criterion))
            for criterion in self.criteria
        ]

    @property
    def total(self) -> Decimal | None:
        """The weighted total of what the form shows; None until each criterion has a score."""
        scores = {c.code: score for c in self.criteria if (score := self.value_of(c)) is not None}
        try:
            return weighted_total(scores, {c.code: c.weight for c in self.criteria})
        except ValueError:
            return None


class ScoreForm(CriteriaForm):
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
        widget=forms.Textarea(
            attrs={"rows": 6, "class": "krds-input", "data-least": SHORTEST_COMMENT}
        ),
    )

    def clean_comment(self) -> str:
        comment: str = self.cleaned_data["comment"]
        if fault := fault_of(comment):
            raise forms.ValidationError(fault)
        return comment

    def typed(self) -> dict[str, str]:
        """What was filled in, valid or not, to be continued later."""
        names = [*self.fields]
        return {name: str(self.data.get(name, ""))[: LONGEST_COMMENT + 100] for name in names}


class AppealForm(forms.Form):
    """Why a writer does not accept a decision."""

    reason = forms.ChoiceField(label=_("What is wrong?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Explanation"),
        help_text=_(
            "What was overlooked or misread, and where does the text say it?"
            " The coordinator reads it; the new evaluators do not, so that they judge freely."
        ),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "class": "krds-input"}),
    )

    def __init__(self, round: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = [c for c in Appeal.Reason.choices if c[0] != Appeal.Reason.PROVISIONAL]
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = Appeal.Reason.choices if round.is_provisional else usual
