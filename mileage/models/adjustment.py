from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from mileage.models.season import Season


class Adjustment(models.Model):
    """A ticket that mends points by hand: one administrator proposes, another one decides.

    Nobody proposes or decides what gives to or takes from themselves. A decided ticket never
    changes; triggers of the database hold this.
    """

    class Kind(models.TextChoices):
        MEND = "mend", _("Mending a mistake")
        MERGE = "merge", _("Joining two accounts of one person")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second administrator")
        APPROVED = "approved", _("Approved and posted")
        REJECTED = "rejected", _("Rejected")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MEND)
    reason = models.TextField(
        _("reason"),
        help_text=_("What went wrong, and how it is mended. Those concerned will read it."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    proposed_by = models.ForeignKey(
        Officer,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    proposed_at = models.DateTimeField(_("proposed"), default=clock.now)
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
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["-pk"]
        indexes = [
            # What waits for a second administrator.
            models.Index("state", name="mileage_adjust_open", condition=Q(state="proposed")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="mileage_adjust_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="mileage_adjust_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class AdjustmentLine(models.Model):
    """What a ticket gives an officer, or takes (below zero), in a season. Rows never change."""

    adjustment = models.ForeignKey(
        Adjustment,
        verbose_name=_("adjustment"),
        on_delete=models.PROTECT,
        related_name="lines",
        db_index=False,
    )
    number = models.PositiveSmallIntegerField(_("line"), editable=False)
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
    amount = models.IntegerField(
        _("points"), help_text=_("Below zero takes points away; the balance may fall below zero.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("line of an adjustment")
        verbose_name_plural = _("lines of adjustments")
        ordering = ["adjustment", "number"]
        constraints = [
            models.UniqueConstraint("adjustment", "number", name="mileage_adjust_line"),
            models.CheckConstraint(condition=~Q(amount=0), name="mileage_adjust_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.adjustment_id}:{self.number}"

    @property
    def key(self) -> str:
        """The key of the entry that posts it."""
        return f"adjust:{self.adjustment_id}:{self.number}"
