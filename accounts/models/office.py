from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from mptt.models import MPTTModel, TreeForeignKey

from accounts.epoch import forget_rights


class Office(MPTTModel):
    """A unit of the service; headquarters is the root of the tree."""

    class Kind(models.TextChoices):
        HEADQUARTERS = "headquarters", _("Headquarters")
        BUREAU = "bureau", _("Bureau")
        DIVISION = "division", _("Division")
        MAIN_CUSTOMS = "main_customs", _("Main customs")
        CUSTOMS_HOUSE = "customs_house", _("Customs house")
        SUPPORT_CENTER = "support_center", _("Support centre")
        AGENCY = "agency", _("Agency")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_ko = models.CharField(_("Korean name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    parent = TreeForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class MPTTMeta:
        order_insertion_by = ["position", "code"]

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let go of cached rights: who is below whom may have changed."""
        super().save(*args, **kwargs)
        forget_rights()

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_ko if (get_language() or "ko").startswith("ko") else self.name_en
