from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer


class Conflict(models.Model):
    """Two officers who do not judge each other's work, whichever way round."""

    class Kind(models.TextChoices):
        FAMILY = "family", _("Family")
        DISPUTE = "dispute", _("Dispute")
        SHARED_WORK = "shared_work", _("Shared work")
        OTHER = "other", _("Other")

    a = models.ForeignKey(
        Officer, verbose_name=_("one"), on_delete=models.CASCADE, related_name="+"
    )
    b = models.ForeignKey(
        Officer, verbose_name=_("the other"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.CheckConstraint(condition=~models.Q(a=models.F("b")), name="conflict_of_two")
        ]

    def __str__(self) -> str:
        return f"{self.a} / {self.b}"
