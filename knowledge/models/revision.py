from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models.item import Item


class Revision(models.Model):
    """The text of an item at one time. Never changed; HTML is rendered when it is written."""

    item = models.ForeignKey(
        Item, verbose_name=_("item"), on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    source = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    editor = models.ForeignKey(
        Officer, verbose_name=_("editor"), on_delete=models.PROTECT, related_name="revisions"
    )
    comment = models.CharField(_("what changed"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("made from"), null=True, blank=True, on_delete=models.RESTRICT
    )
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    # The details around the text at that time; a later save from this base is merged with them.
    facts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True
    )
    created_at = models.DateTimeField(_("created"), default=clock.now)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint("item", "number", name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
