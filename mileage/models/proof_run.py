from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock


class ProofRun(models.Model):
    """One proof of the balances, and what it found. Rows never change; the last one counts."""

    proved_at = models.DateTimeField(_("proved"), default=clock.now)
    accounts = models.PositiveIntegerField(_("accounts"))
    different = models.PositiveIntegerField(_("accounts that differ"))
    differences = models.JSONField(
        _("differences"), default=list, help_text=_("The first hundred: account, balance, legs.")
    )

    class Meta:
        verbose_name = _("proof of the balances")
        verbose_name_plural = _("proofs of the balances")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.proved_at:%Y-%m-%d %H:%M}"

    @property
    def holds(self) -> bool:
        """Whether every balance was the sum of its legs."""
        return self.different == 0
