from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from mileage.models.rule import Rule


class CapUse(models.Model):
    """What an officer has been given by a rule for one day (2026-11-24) or season (2026H2).

    The day on which the event happened counts; a reversal gives nothing back. Only caps that a
    rule has are counted.
    """

    officer = models.ForeignKey(
        Officer,
        verbose_name=_("officer"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    rule = models.ForeignKey(
        Rule, verbose_name=_("rule"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    window = models.CharField(_("window"), max_length=10)
    used = models.PositiveIntegerField(_("used points"), default=0)

    class Meta:
        verbose_name = _("used part of a cap")
        verbose_name_plural = _("used parts of caps")
        constraints = [
            models.UniqueConstraint("officer", "rule", "window", name="mileage_cap_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} / {self.rule_id} / {self.window}: {self.used}"
