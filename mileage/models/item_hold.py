from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ItemHold(models.Model):
    """A doubt about an item: while it is open, what is held for the item's writers is not paid.

    ``source`` names what raised it, e.g. ``report:12``. No constraint in the database on the
    item: a settled doubt outlives it.
    """

    source = models.CharField(_("source"), max_length=60, unique=True)
    item_id = models.BigIntegerField(_("item"))
    is_open = models.BooleanField(_("open"), default=False)

    class Meta:
        verbose_name = _("doubt about an item")
        verbose_name_plural = _("doubts about items")
        indexes = [
            # The vesting job asks for the open doubts of an item.
            models.Index("item_id", name="mileage_hold_open", condition=Q(is_open=True)),
        ]

    def __str__(self) -> str:
        return self.source
