from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.item import Item


class Citation(models.Model):
    """A law article or an HS code that an item relies on."""

    class Scheme(models.TextChoices):
        LAW = "law", _("Law article")
        HS = "hs", _("HS code")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="citations")
    scheme = models.CharField(_("scheme"), max_length=4, choices=Scheme.choices)
    code = models.CharField(_("as written"), max_length=120)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [models.UniqueConstraint("item", "scheme", "code", name="citation_once")]
        # Which items rely on an article that has changed.
        indexes = [models.Index("scheme", "code", name="citation_of_source")]

    def __str__(self) -> str:
        return self.code
