from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Synonym(models.Model):
    """Terms that mean the same: who asks for one also finds the others."""

    words = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("terms"),
        size=12,
        help_text=_("Separated by commas, for instance: FTA, 자유무역협정, Free Trade Agreement"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["pk"]

    def __str__(self) -> str:
        return " = ".join(self.words)


class UserWord(models.Model):
    """A word that the dictionary of the search lacks or cuts wrongly."""

    text = models.CharField(
        _("word"),
        max_length=60,
        help_text=_("With spaces where its parts meet, for instance: 과세 가격"),
    )
    # Without spaces and in lower case: what is looked up in texts.
    whole = models.CharField(_("written together"), max_length=60, unique=True, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")
        ordering = ["whole"]

    def __str__(self) -> str:
        return self.text
