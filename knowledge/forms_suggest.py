"""The forms of suggested edits: proposing one, and putting two edits together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge.forms import TidyField, has_marks
from knowledge.services.fields import (
    COMMENT_LENGTH,
    SOURCE_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    ItemFields,
)


class TextForm(forms.Form):
    """Title, summary and text of an item, with the revision that they were made from."""

    title = TidyField(label=_("Title"), max_length=TITLE_LENGTH)
    summary = TidyField(
        label=_("Summary"), max_length=SUMMARY_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = TidyField(
        label=_("Text"),
        lines=True,
        max_length=SOURCE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 20}),
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False
    WANTED: tuple[str, ...] = ("title", "summary", "source")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.WANTED:
            self.fields[name].wanted = True  # type: ignore[attr-defined]

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"]
        if has_marks(source):
            raise ValidationError(
                _(
                    "Two versions of a place still stand below each other."
                    " Choose what is to stay, and delete the lines with <<<<<<<, ======="
                    " and >>>>>>>."
                )
            )
        return source

    def text(self) -> ItemFields:
        """What a valid form says."""
        data = self.cleaned_data
        return ItemFields(title=data["title"], summary=data["summary"], source=data["source"])


class SuggestForm(TextForm):
    """The same, with the reason."""

    reason = TidyField(
        label=_("Why"),
        max_length=COMMENT_LENGTH,
        help_text=_("In a few words. The writers read it, and the history shows it."),
    )

    WANTED = ("title", "summary", "source", "reason")
    field_order = ("title", "summary", "source", "reason")
