"""Forms of those who look after evaluators: gold items, and alerts that are dismissed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.forms import CriteriaForm
from evaluation.models import GoldItem
from evaluation.services.gold import LONGEST_NOTE, SHORTEST_NOTE


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
