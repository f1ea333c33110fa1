"""Forms that score without judging: gold items, and the answers of trainees."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.forms import PREFIX
from evaluation.models import Criterion, GoldItem
from evaluation.services.gold import LONGEST_NOTE, SHORTEST_NOTE


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
    def score_fields(self) -> list[tuple[Criterion, forms.BoundField]]:
        """Criteria and their fields, in order."""
        return [(criterion, self[PREFIX + criterion.code]) for criterion in self.criteria]

    @property
    def scores(self) -> dict[str, Decimal]:
        """Criterion code to score, of a valid form."""
        return {c.code: self.cleaned_data[PREFIX + c.code] for c in self.criteria}


class GoldForm(CriteriaForm):
    """The right scores, why they are right, and what the gold item is for."""

    use = forms.ChoiceField(
        label=_("Used for"),
        choices=GoldItem.Use.choices,
        help_text=_(
            "What is trained with becomes known to those who train. An audit must not be known."
        ),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Why these scores are right"),
        help_text=_("After the try, trainees read it beside their own scores."),
        min_length=SHORTEST_NOTE,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 6, "class": "krds-input"}),
    )


class DismissForm(forms.Form):
    """Why an alert is dismissed."""

    reason = forms.CharField(
        label=_("Why is there nothing in it?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "krds-input"}),
    )
