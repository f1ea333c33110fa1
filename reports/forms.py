"""The forms of reporters, coordinators and writers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.services.fields import CITATION_LENGTH
from reports.models import Kind, Report, Source
from reports.services.receive import LEAST_EVIDENCE, LONGEST, Claim


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "krds-input"})


KINDS = [
    (Kind.WRONG, _("Wrong: it says something that is not so")),
    (Kind.OUTDATED, _("Outdated: a law, a notice or a procedure has changed")),
    (Kind.DUPLICATE, _("Duplicate: the same is published already")),
    (Kind.PLAGIARISED, _("Plagiarised: taken from somewhere without saying so")),
    (Kind.PERSONAL, _("Personal data: it names people who should not be named")),
    (Kind.SECURITY, _("Security: it gives away what not everybody may know")),
]


class ClaimForm(forms.Form):
    """What is wrong with an item."""

    kind = forms.ChoiceField(label=_("What is wrong?"), choices=KINDS, widget=forms.RadioSelect)
    passage = forms.CharField(
        label=_("Which passage?"),
        help_text=_("Copy it from the text. Leave it empty if the whole item is at fault."),
        widget=_area(3),
        required=False,
        max_length=LONGEST,
    )
    evidence = forms.CharField(
        label=_("What is wrong with it, and how do you know?"),
        help_text=_(
            "The writers read this without your name. Do not write anything that tells who you are."
        ),
        widget=_area(5),
        min_length=LEAST_EVIDENCE,
        max_length=LONGEST,
    )
    source = forms.ChoiceField(
        label=_("What do you cite?"),
        choices=[("", _("Nothing to cite")), *Source.choices],
        required=False,
    )
    source_code = forms.CharField(
        label=_("Article or code"),
        help_text=_("Such as Customs Act Article 241(1), or 8517.13-1000."),
        required=False,
        max_length=CITATION_LENGTH,
    )
    source_text = forms.CharField(
        label=_("What it says"), widget=_area(3), required=False, max_length=LONGEST
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("source") and not data.get("source_code"):
            self.add_error("source_code", _("Write which article or code it is."))
        if data.get("source_code") and not data.get("source"):
            self.add_error("source", _("Choose what you cite."))
        return data

    @property
    def claim(self) -> Claim:
        """What a valid form says."""
        return Claim(**self.cleaned_data)


class Flaw(models.TextChoices):
    """The usual reasons to dismiss a report; each is the beginning of what the reporter reads."""

    CORRECT = "correct", _("The item is right as it stands.")
    UNCLEAR = "unclear", _("The report does not say what is wrong, or how you know.")
    TASTE = "taste", _("This is a matter of opinion or style. Please write a comment instead.")
    MENDED = "mended", _("The item has been mended in the meantime.")


class DismissForm(forms.Form):
    """Why nothing is wrong."""

    usual = forms.MultipleChoiceField(
        label=_("Usual reasons"),
        choices=Flaw.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(
        label=_("In your own words"), widget=_area(3), required=False, max_length=2000
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("usual") and not (data.get("words") or "").strip():
            raise forms.ValidationError(
                _("Say why: choose a reason or write one. The reporter reads it.")
            )
        return data

    @property
    def reason(self) -> str:
        """The whole reason as the reporter reads it."""
        lines = [str(Flaw(code).label) for code in self.cleaned_data["usual"]]
        return "\n".join([*lines, self.cleaned_data["words"].strip()]).strip()


class AcceptForm(forms.Form):
    """What follows from a fault."""

    is_cited = forms.BooleanField(label=_("The citation is right"), required=False)
    harmful = forms.BooleanField(
        label=_("Harmful: hide the item at once, until it is repaired"), required=False
    )
    existed = forms.TypedChoiceField(
        label=_("Was it at fault already when it was judged?"),
        help_text=_("If so, what was given for a superior item is taken back."),
        choices=[
            ("yes", _("Yes, the fault was there")),
            ("no", _("No, it came later, as when a law changes")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What readers and writers should know"),
        help_text=_("Shown on the item's page until it is repaired. You can leave it empty."),
        widget=_area(2),
        required=False,
        max_length=1000,
    )

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not report.source:
            del self.fields["is_cited"]
        if report.item.score is None and not report.item.grade:
            del self.fields["existed"]

    @property
    def choices(self) -> dict[str, Any]:
        """The keyword arguments of ``accept_report`` that a valid form gives."""
        data = self.cleaned_data
        return {
            "harmful": data["harmful"],
            "existed": data.get("existed"),
            "is_cited": data.get("is_cited", False),
            "reason": data["words"],
        }


class ReasonForm(forms.Form):
    """One reason, which somebody reads."""

    reason = forms.CharField(label=_("Why?"), widget=_area(3), max_length=2000)


class RepairForm(forms.Form):
    """What a writer says of the repair."""

    note = forms.CharField(
        label=_("What did you repair?"),
        help_text=_("Needed only where the text stayed the same, as when you took away a file."),
        widget=_area(3),
        required=False,
        max_length=2000,
    )
