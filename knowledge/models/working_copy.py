from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models.item import Item
from knowledge.models.revision import Revision


class WorkingCopy(models.Model):
    """What an officer has typed into an item's form and not yet saved as a revision.

    ``data`` holds the form's fields as posted; ``base`` is the revision the officer started
    from, so that a save can be merged with what others saved meanwhile.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="working_copies")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="working_copies")
    base = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.RESTRICT)
    data: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("saved"), default=clock.now)

    class Meta:
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        constraints = [models.UniqueConstraint("item", "officer", name="working_copy_once")]

    def __str__(self) -> str:
        return f"{self.item_id} / {self.officer_id}"
