from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models import Item
from mileage.models.season import Season


class Reuse(models.Model):
    """An officer used an item at the desk and tells how; a coordinator verifies it.

    Once an item, officer and season. What is decided never changes; a trigger holds this.
    """

    class State(models.TextChoices):
        TOLD = "told", _("Waits for the coordinator")
        VERIFIED = "verified", _("Verified")
        DECLINED = "declined", _("Not verified")

    item = models.ForeignKey(
        Item, verbose_name=_("item"), on_delete=models.PROTECT, related_name="+"
    )
    officer = models.ForeignKey(
        Officer,
        verbose_name=_("officer"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    season = models.ForeignKey(
        Season, verbose_name=_("season"), on_delete=models.PROTECT, db_index=False
    )
    story = models.TextField(_("what it was used for"))
    told_at = models.DateTimeField(_("told"), default=clock.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.TOLD)
    decided_by = models.ForeignKey(
        Officer,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("reuse at the desk")
        verbose_name_plural = _("reuses at the desk")
        indexes = [
            # What waits for coordinators.
            models.Index("state", name="mileage_reuse_open", condition=Q(state="told")),
        ]
        constraints = [
            models.UniqueConstraint("item", "officer", "season", name="mileage_reuse_once"),
            models.CheckConstraint(
                condition=Q(state="told", decided_by=None, decided_at=None)
                | (~Q(state="told") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="mileage_reuse_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("officer")),
                name="mileage_reuse_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} / {self.officer_id} / {self.season_id}"
