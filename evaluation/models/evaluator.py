from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from knowledge.models import Category


class Evaluator(models.Model):
    """An officer who may be drawn: areas, certificate, how much at once."""

    class Status(models.TextChoices):
        TRAINEE = "trainee", _("In training")
        CERTIFIED = "certified", _("Certified")
        SUSPENDED = "suspended", _("Suspended")
        LAPSED = "lapsed", _("Lapsed")

    officer = models.OneToOneField(
        Officer, verbose_name=_("officer"), on_delete=models.PROTECT, related_name="evaluator"
    )
    areas = models.ManyToManyField(Category, verbose_name=_("business areas"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.TRAINEE
    )
    certified_until = models.DateField(_("certified until"), null=True, blank=True)
    # Tries of training are counted within a course; it rises when they count anew.
    course = models.PositiveSmallIntegerField(_("course"), default=1, editable=False)
    max_open = models.PositiveSmallIntegerField(_("most open at once"), default=5)

    class Meta:
        verbose_name = _("evaluator")
        verbose_name_plural = _("evaluators")

    def __str__(self) -> str:
        return str(self.officer)
