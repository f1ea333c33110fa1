from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models import Citation


class SourceChange(models.Model):
    """A law article or an HS code has changed: decisions on items that rely on it lapse."""

    scheme = models.CharField(_("scheme"), max_length=4, choices=Citation.Scheme.choices)
    code = models.CharField(
        _("article or code"),
        max_length=120,
        help_text=_(
            "As items cite it. An HS heading stands for all codes below it, an article for its"
            " paragraphs."
        ),
    )
    changed_on = models.DateField(
        _("changed on"), help_text=_("Decisions made before this day lapse.")
    )
    note = models.CharField(_("what changed"), max_length=500)
    recorded_by = models.ForeignKey(
        Officer, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now)

    class Meta:
        verbose_name = _("change of law or tariff")
        verbose_name_plural = _("changes of law or tariff")
        constraints = [
            models.UniqueConstraint("scheme", "code", "changed_on", name="source_change_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.changed_on:%Y-%m-%d})"
