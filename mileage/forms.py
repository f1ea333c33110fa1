"""The filter of a statement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mileage.statement import Statement


class StatementFilter(forms.Form):
    """Which lines to show; what it does not know it leaves out of account."""

    season = forms.ChoiceField(label=_("Half-year"), required=False)
    event = forms.ChoiceField(label=_("What for"), required=False)

    def __init__(self, data: Any, statement: Statement) -> None:
        super().__init__(data)
        for name, choices in (("season", statement.seasons()), ("event", statement.events())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]

    @property
    def chosen(self) -> dict[str, str]:
        """The valid choices, as ``Statement.chosen`` takes them."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
