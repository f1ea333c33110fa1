from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.item import Item


class GeneralKnowledge(Item):
    """General knowledge: a text in one of the usual shapes, checked before publication."""

    class Shape(models.TextChoices):
        FREE = "free", _("Free form")
        CASE = "case", _("Case report")
        HOWTO = "howto", _("How-to")
        QANDA = "qanda", _("Question and answer")
        REGULATION = "regulation", _("Regulation note")
        LESSON = "lesson", _("Lesson learned")

    KIND = "knowledge"

    shape = models.CharField(_("shape"), max_length=12, choices=Shape.choices, default=Shape.FREE)
    # Set by the form: a double click begins one draft.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("general knowledge")
        verbose_name_plural = _("general knowledge")
