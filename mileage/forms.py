"""The forms of mileage: what to show, and what to mend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from core import clock
from mileage.grants import SHOWN
from mileage.models import Season
from mileage.queries import find_officer
from mileage.services.propose_adjustment import Line
from mileage.services.tell_reuse import LONGEST_STORY, SHORTEST_STORY
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


class BoardFilter(forms.Form):
    """Which season, and on the board of officers which office; nonsense is left out of account."""

    season = forms.ChoiceField(label=_("Half-year"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)

    def __init__(
        self, data: Any, *, season: Season, seasons: Sequence[Season], offices: Sequence[Office]
    ) -> None:
        super().__init__(data, initial={"season": season.code})
        self._offices = {str(office.pk): office for office in offices}
        names = [(pk, office.name) for pk, office in self._offices.items()]
        choices: dict[str, list[tuple[str, Any]]] = {
            "season": [(one.code, str(one)) for one in seasons],
            "office": [("", _("The whole service")), *names],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
        if not offices:
            del self.fields["office"]

    @property
    def chosen_office(self) -> Office | None:
        """The office that was chosen."""
        self.is_valid()
        return self._offices.get(self.cleaned_data.get("office", ""))


class GrantFilter(forms.Form):
    """Which lines a coordinator looks at; nonsense is left out of account."""

    season = forms.ChoiceField(label=_("Half-year"), required=False)
    event = forms.ChoiceField(
        label=_("What for"),
        required=False,
        choices=[("", _("All")), *((event.value, event.label) for event in SHOWN)],
    )
    only = forms.ChoiceField(
        label=_("Lines"),
        required=False,
        choices=[
            ("", _("All")),
            ("zero", _("Only those that gave nothing")),
            ("back", _("Only what was taken back")),
        ],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["season"]
        assert isinstance(field, forms.ChoiceField)
        seasons = Season.objects.filter(starts_on__lte=clock.today())
        field.choices = [("", _("All")), *((season.code, str(season)) for season in seasons)]

    @property
    def chosen(self) -> dict[str, str]:
        """The valid choices, as ``grants_of`` takes them."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class AdjustmentForm(forms.Form):
    """Why points are mended."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What went wrong, and how it is mended. Those concerned will read it."),
    )


class OfficerField(forms.CharField):
    """An officer by user name or employee number. Cleans to the officer."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        officer = find_officer(text)
        if officer is None:
            raise forms.ValidationError(
                _("There is no officer “%(name)s”. Enter a user name or an employee number."),
                params={"name": text},
            )
        return officer


class LineForm(forms.Form):
    """Who gets or loses points; an empty line is left out."""

    officer = OfficerField(label=_("User name or employee number"), required=False, max_length=150)
    season = forms.ChoiceField(label=_("Half-year"), required=False)
    amount = forms.IntegerField(
        label=_("Points"), required=False, min_value=-1_000_000, max_value=1_000_000
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args: Any, seasons: Sequence[Season], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seasons = {season.code: season for season in seasons}
        field = self.fields["season"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, str(season)) for code, season in self._seasons.items()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("officer") and not data.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Say how many points: below zero takes them away."))
        if data.get("amount") and not data.get("officer") and "officer" not in self.errors:
            self.add_error("officer", _("Say whose points these are."))
        return data

    @property
    def line(self) -> Line | None:
        """What the service takes; None for an empty line."""
        data = self.cleaned_data
        if not data.get("officer"):
            return None
        season = self._seasons.get(data["season"]) or next(iter(self._seasons.values()))
        return Line(data["officer"], season, data["amount"], data["note"])


class MergeForm(forms.Form):
    """The two accounts of one person."""

    old = OfficerField(
        label=_("The account that is given up"),
        max_length=150,
        help_text=_("User name or employee number. It must be closed already."),
    )
    new = OfficerField(
        label=_("The account that is kept"),
        max_length=150,
        help_text=_("User name or employee number."),
    )


class ReuseForm(forms.Form):
    """What an item was used for at the desk."""

    story = forms.CharField(
        label=_("What did you use it for?"),
        max_length=LONGEST_STORY,
        min_length=SHORTEST_STORY,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One or two sentences, for example which case it helped with. No personal data."
        ),
    )
