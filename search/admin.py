"""Synonyms and words of the search, as administrators manage them; a change is in force at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from knowledge.services.errors import Refused
from search.language.tokens import layers
from search.models import Synonym, UserWord
from search.services.save_synonym import remove_synonym, require_terms, save_synonym
from search.services.save_user_word import (
    remove_user_word,
    require_new,
    require_word,
    save_user_word,
)


class SynonymForm(forms.ModelForm[Synonym]):
    """Refused like by the service, before anything is saved."""

    class Meta:
        model = Synonym
        fields = ["words", "note", "is_active"]
        widgets = {"words": forms.TextInput(attrs={"size": 100})}

    def clean_words(self) -> list[str]:
        try:
            return require_terms(self.cleaned_data["words"])
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


class UserWordForm(forms.ModelForm[UserWord]):
    """Refused like by the service, before anything is saved."""

    class Meta:
        model = UserWord
        fields = ["text", "note", "is_active"]

    def clean_text(self) -> str:
        try:
            text = require_word(self.cleaned_data["text"])
            require_new(text, self.instance)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return text


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin[Synonym]):
    """Terms that mean the same, in both languages."""

    form = SynonymForm
    list_display = ["__str__", "note", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["words", "note"]
    list_per_page = 50

    def save_model(self, request: HttpRequest, obj: Synonym, form: Any, change: bool) -> None:
        assert isinstance(request.user, Officer)
        save_synonym(synonym=obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        assert isinstance(request.user, Officer)
        remove_synonym(synonym=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Synonym]) -> None:
        for synonym in queryset:
            self.delete_model(request, synonym)


@admin.register(UserWord)
class UserWordAdmin(admin.ModelAdmin[UserWord]):
    """Words that the dictionary lacks, with how texts are read with them."""

    form = UserWordForm
    list_display = ["whole", "read_as", "note", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["whole", "note"]
    list_per_page = 50

    @admin.display(description=_("read as"))
    def read_as(self, word: UserWord) -> str:
        return " + ".join(layers(word.whole).morphemes)

    def save_model(self, request: HttpRequest, obj: UserWord, form: Any, change: bool) -> None:
        assert isinstance(request.user, Officer)
        save_user_word(word=obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: UserWord) -> None:
        assert isinstance(request.user, Officer)
        remove_user_word(word=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[UserWord]) -> None:
        for word in queryset:
            self.delete_model(request, word)
