from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.office import Office
from accounts.models.officer import Officer


class Charge(models.Model):
    """A coordinator looks after an office and what is under it."""

    officer = models.ForeignKey(
        Officer, verbose_name=_("officer"), on_delete=models.CASCADE, related_name="charges"
    )
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.CASCADE, related_name="charges"
    )

    class Meta:
        verbose_name = _("charge of a coordinator")
        verbose_name_plural = _("charges of coordinators")
        constraints = [models.UniqueConstraint("officer", "office", name="charge_once")]

    def __str__(self) -> str:
        return f"{self.officer} / {self.office}"
