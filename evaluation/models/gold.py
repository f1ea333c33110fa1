from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models import Revision


class GoldItem(models.Model):
    """A revision whose right scores the panel has agreed on, and why they are right.

    Known as such to panel members alone. A reference never changes, so that errors once shown
    stay true: a better one is a new row, and the old one is withdrawn.
    """

    class Use(models.TextChoices):
        TRAINING = "training", _("Training")
        AUDITS = "audits", _("Audits")

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    # What is trained with is known to those who were trained; it can be no audit.
    use = models.CharField(_("used for"), max_length=8, choices=Use.choices)
    # Criterion code to score, 0 to 10 in halves, as text of a decimal.
    reference: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        _("reference scores")
    )
    note = models.TextField(_("note"))
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    created_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    created_at = models.DateTimeField(_("entered"), default=clock.now)

    class Meta:
        verbose_name = _("gold item")
        verbose_name_plural = _("gold items")
        constraints = [
            models.UniqueConstraint(
                fields=["revision"],
                condition=models.Q(is_withdrawn=False),
                name="gold_one_of_a_revision",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} ({self.use})"
