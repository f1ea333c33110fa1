"""The form of an item: what officers type, made into ItemFields or told what is wrong with it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Audience, Office, Officer
from accounts.queries import find_officers
from accounts.services.audiences import audience_for
from knowledge.access import STANDING
from knowledge.choices import Choices, category_choices, category_of, office_choices, offices_for
from knowledge.models import Category, Citation, GeneralKnowledge, Item
from knowledge.services.errors import Refused
from knowledge.services.fields import (
    CITATION_LENGTH,
    COMMENT_LENGTH,
    LEAST_SOURCE,
    MOST_COAUTHORS,
    SOURCE_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    ItemFields,
    one_line,
    tidy,
    tidy_tags,
)
from knowledge.shapes import is_untouched

ALL, MINE, OFFICE, PUBLIC, KEPT = "all", "mine", "office", "public", "kept"
LOWEST_GRADE = 9

SEPARATORS = re.compile(r"[,;\n、]")
# How a text begins and ends a place that two people changed (knowledge/merging.py).
MARKS = [re.compile(rf"^{sign * 7}( |$)", re.MULTILINE) for sign in "<>"]
HS_SIGNS = re.compile(r"[.\-\s]")
HS_DIGITS = re.compile(r"\d{4}|\d{6}|\d{8}|\d{10}")

TOO_LONG = {
    "max_length": _("This has %(show_value)d characters, %(limit_value)d are the most. Shorten it.")
}


class TidyField(forms.CharField):
    """Text without control characters; the posted text itself stays in the form."""

    def __init__(self, *, lines: bool = False, **options: Any) -> None:
        self.lines = lines
        options.setdefault("error_messages", TOO_LONG)
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value)
        return tidy(text).rstrip().lstrip("\n") if self.lines else one_line(text)

    def clean(self, value: Any) -> str:
        if isinstance(value, str):
            value = tidy(value)
        cleaned: str = super().clean(value)
        return cleaned


def _grade_choices() -> list[tuple[str, str]]:
    above = gettext("Grade %(grade)d and above")
    grades = [(str(grade), above % {"grade": grade}) for grade in range(1, LOWEST_GRADE)]
    return [("", gettext("Any grade")), *grades]


class LateChoiceField(forms.ChoiceField):
    """A choice whose options are asked for only when they are drawn; the form checks the value."""

    def valid_value(self, value: Any) -> bool:
        return True


class ItemForm(forms.Form):
    """The form of one item, for one officer.

    ``whole`` asks for what a submission needs; without it a draft may have gaps. ``base`` and
    ``version`` say what the form was opened on.
    """

    title = TidyField(label=_("Title"), max_length=TITLE_LENGTH)
    summary = TidyField(
        label=_("Summary"),
        max_length=SUMMARY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One or two sentences: what the reader gets from it. Lists and search show it."
        ),
    )
    source = TidyField(
        label=_("Text"),
        lines=True,
        max_length=SOURCE_LENGTH,
        error_messages={
            "max_length": _(
                "The text has %(show_value)d characters, %(limit_value)d are the most."
                " Divide it into several items, or attach a part of it as a file."
            )
        },
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    category = LateChoiceField(label=_("Category"), required=False)
    shape = forms.ChoiceField(
        label=_("Shape"), required=False, choices=GeneralKnowledge.Shape.choices
    )
    tags = TidyField(
        label=_("Tags"),
        help_text=_("Words that others would search for, separated by commas."),
        max_length=1000,
    )
    readers = forms.ChoiceField(
        label=_("Who may read it"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            (ALL, _("All officers")),
            (MINE, _("My office and what is under it")),
            (OFFICE, _("An office and what is under it")),
            (PUBLIC, _("Public, without signing in")),
        ],
    )
    office = LateChoiceField(label=_("Office"), required=False)
    lowest_grade = forms.TypedChoiceField(
        label=_("Lowest grade"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=_grade_choices,
    )
    coauthors = TidyField(
        label=_("Co-authors"),
        help_text=_("Names, user names or employee numbers, separated by commas."),
        max_length=4000,
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), required=False, choices=Item.Language.choices
    )
    laws = TidyField(
        label=_("Law articles"),
        lines=True,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, as it is cited."),
    )
    hs_codes = TidyField(
        label=_("HS codes"),
        lines=True,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, with 4, 6, 8 or 10 digits."),
    )
    comment = TidyField(
        label=_("What changed"),
        max_length=COMMENT_LENGTH,
        help_text=_("Readers see this in the history."),
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False
    WANTED = ("title", "summary", "source", "category")

    def __init__(
        self, *args: Any, officer: Officer, item: Item, whole: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.officer, self.item, self.whole = officer, item, whole
        self._prepare_choices()
        for name in self.WANTED:
            self.fields[name].wanted = True  # type: ignore[attr-defined]
        if item.author_id != officer.pk:
            del self.fields["coauthors"]
        if item.status not in STANDING:
            del self.fields["comment"]

    def _prepare_choices(self) -> None:
        self._offer("category", lambda: [("", _("Choose a category")), *self.categories])
        self._offer("office", lambda: [("", _("Choose an office")), *office_choices(self.offices)])
        kept = self.item.audience
        choices = list(self.fields["readers"].choices)  # type: ignore[attr-defined]
        if self.officer.office is None:
            choices = [choice for choice in choices if choice[0] != MINE]
        if kept.kind == Audience.Kind.COMMUNITY:
            choices.append((KEPT, str(kept)))
        self._offer("readers", choices)

    @cached_property
    def categories(self) -> list[tuple[str, Choices]]:
        """The business areas to choose from."""
        return category_choices()

    @cached_property
    def offices(self) -> list[Office]:
        """Those that the officer may write for."""
        return offices_for(self.officer, self.item.audience.office)

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def add_error(self, field: str | None, error: Any) -> None:
        """Also before the form has been validated, which would forget the error."""
        self.is_valid()
        super().add_error(field, error)

    # Each field by itself

    def _want(self, name: str, message: Any) -> Any:
        value = self.cleaned_data[name]
        if self.whole and not value:
            raise ValidationError(message)
        return value

    def clean_title(self) -> str:
        title: str = self._want("title", _("Write a title that says what the item is about."))
        return title

    def clean_summary(self) -> str:
        summary: str = self._want("summary", _("Say in a sentence or two what the reader gets."))
        return summary

    def clean_category(self) -> Category | None:
        pk = self._want("category", _("Choose the business area that the item belongs to."))
        if not pk:
            return None
        category = category_of(pk)
        if category is None:
            raise ValidationError(_("This category no longer exists. Choose another one."))
        return category

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
        if self.whole and source and is_untouched(source):
            raise ValidationError(
                _("The text still is the outline that it began with. Write under its headings.")
            )
        if self.whole and len(source) < LEAST_SOURCE:
            raise ValidationError(
                ngettext(
                    "Write at least %(least)d character, so that others can judge it.",
                    "Write at least %(least)d characters, so that others can judge it.",
                    LEAST_SOURCE,
                )
                % {"least": LEAST_SOURCE}
            )
        return source

    def clean_tags(self) -> tuple[str, ...]:
        try:
            return tidy_tags(tuple(SEPARATORS.split(self.cleaned_data["tags"])))
        except Refused as refused:
            raise ValidationError(str(refused)) from refused

    def clean_coauthors(self) -> tuple[Officer, ...]:
        found = find_officers(SEPARATORS.split(self.cleaned_data["coauthors"]))
        errors = []
        if found.unknown:
            errors.append(
                _("Nobody is known as %(names)s. Check the spelling, or use the employee number.")
                % {"names": ", ".join(found.unknown)}
            )
        if found.several:
            errors.append(
                _("Several officers are called %(names)s. Use the employee number.")
                % {"names": ", ".join(found.several)}
            )
        officers = {o.pk: o for o in found.officers.values() if o.pk != self.officer.pk}
        left = [o for o in officers.values() if not o.is_active]
        if left:
            old = set(self.item.coauthorships.values_list("officer_id", flat=True))
            left = [o for o in left if o.pk not in old]
        if left:
            errors.append(
                _("%(names)s no longer works here and cannot become a co-author. Take it out.")
                % {"names": ", ".join(map(str, left))}
            )
        if len(officers) > MOST_COAUTHORS:
            errors.append(
                _("An item has at most %(most)d co-authors. Take some out.")
                % {"most": MOST_COAUTHORS}
            )
        if errors:
            raise ValidationError(errors)
        return tuple(officers.values())

    def clean_laws(self) -> list[str]:
        lines = _lines(self.cleaned_data["laws"])
        for line in lines:
            if len(line) > CITATION_LENGTH:
                raise ValidationError(
                    _("“%(line)s…” is too long. Write one article a line.") % {"line": line[:40]}
                )
        return lines

    def clean_hs_codes(self) -> list[str]:
        lines = _lines(self.cleaned_data["hs_codes"])
        for line in lines:
            if not HS_DIGITS.fullmatch(HS_SIGNS.sub("", line)):
                raise ValidationError(
                    _("“%(line)s” is no HS code. Write 4, 6, 8 or 10 digits, one code a line.")
                    % {"line": line[:40]}
                )
        return lines

    # Together

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        readers = data.get("readers") or ALL
        if readers == OFFICE:
            if not data.get("office"):
                self.add_error("office", _("Choose the office that may read it."))
            elif data["office"] not in {str(office.pk) for office in self.offices}:
                self.add_error("office", _("You may not write for this office. Choose another."))
        if readers == PUBLIC and data.get("lowest_grade"):
            self.add_error(
                "lowest_grade", _("What is public has no lowest grade. Choose “Any grade”.")
            )
        return data

    def audience(self) -> Audience:
        """The audience that a valid form asks for."""
        data = self.cleaned_data
        readers = data.get("readers") or ALL
        grade = data.get("lowest_grade")
        if readers == KEPT:
            return self.item.audience
        kind, office = Audience.Kind.OFFICE, None
        if readers in (ALL, PUBLIC):
            kind = Audience.Kind.ALL if readers == ALL else Audience.Kind.PUBLIC
        elif readers == MINE:
            office = self.officer.office
        else:
            office = next(o for o in self.offices if str(o.pk) == data["office"])
        now = self.item.audience
        if (now.kind, now.office, now.lowest_grade) == (kind, office, grade):
            return now
        return audience_for(kind=kind, office=office, lowest_grade=grade)

    def item_fields(self) -> ItemFields:
        """What a valid form says, for the services."""
        data = self.cleaned_data
        if "coauthors" in self.fields:
            coauthors = data["coauthors"]
        else:
            rows = self.item.coauthorships.select_related("officer")
            coauthors = tuple(row.officer for row in rows)
        return ItemFields(
            title=data["title"],
            summary=data["summary"],
            source=data["source"],
            category=data["category"],
            tags=data["tags"],
            audience=self.audience(),
            coauthors=coauthors,
            language=data["language"] or self.item.language,
            shape=data["shape"] or GeneralKnowledge.Shape.FREE,
            citations=tuple(
                [(Citation.Scheme.LAW.value, code) for code in data["laws"]]
                + [(Citation.Scheme.HS.value, code) for code in data["hs_codes"]]
            ),
        )

    @property
    def coauthor_names(self) -> dict[str, str]:
        """What to show for each word in the field of co-authors that is somebody."""
        if "coauthors" not in self.fields:
            return {}
        typed = str(self["coauthors"].value() or "")
        found = find_officers(SEPARATORS.split(typed)).officers
        return {
            word: f"{officer} · {officer.office}" if officer.office else str(officer)
            for word, officer in found.items()
        }


def has_marks(source: str) -> bool:
    """Whether two versions of a place still stand in the text."""
    return all(mark.search(source) for mark in MARKS)


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
