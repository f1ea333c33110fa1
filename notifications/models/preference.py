from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer


class Preference(models.Model):
    """Whether an officer wants mail about one kind of notice; without a row the default holds."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(_("kind"), max_length=40)
    mail = models.BooleanField(_("by mail"))

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [models.UniqueConstraint("officer", "kind", name="preference_once")]

    def __str__(self) -> str:
        return f"{self.officer_id} / {self.kind}"
