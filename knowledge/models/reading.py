from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from knowledge.models.item import Item


class Reading(models.Model):
    """An officer opened an item on a day (Asia/Seoul). An item's views are these rows."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, db_index=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, db_index=False)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            # Also says whom to tell when an item turns out wrong.
            models.UniqueConstraint("item", "officer", "day", name="reading_once"),
        ]
        # "Recently read" on the home page.
        indexes = [models.Index("officer", models.F("day").desc(), name="reading_recent")]

    def __str__(self) -> str:
        return f"{self.item_id} / {self.officer_id} / {self.day}"
