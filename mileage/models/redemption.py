from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from mileage.models.reward import Reward


class Redemption(models.Model):
    """An officer's request for a reward, paid for at once, and what became of it.

    It is requested, then approved, refused or cancelled; what was approved can be taken back.
    Whatever ends without the reward gives the points back. Triggers of the database hold the order
    of the states, the payment and its return.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")
        REVERSED = "reversed", _("Taken back")

    # Those in which the points are back with the officer.
    RETURNED = (State.REFUSED, State.CANCELLED, State.REVERSED)

    reward = models.ForeignKey(
        Reward,
        verbose_name=_("reward"),
        on_delete=models.PROTECT,
        related_name="redemptions",
        db_index=False,
    )
    officer = models.ForeignKey(
        Officer,
        verbose_name=_("officer"),
        on_delete=models.PROTECT,
        related_name="redemptions",
        db_index=False,
    )
    points = models.PositiveIntegerField(_("points"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.REQUESTED
    )
    # Of the form that was sent: sent twice, it asks once.
    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    requested_at = models.DateTimeField(_("requested"), default=clock.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Officer,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        ordering = ["-pk"]
        indexes = [
            # My redemptions.
            models.Index("officer", F("id").desc(), name="mileage_redemption_mine"),
            # What waits for approval, the longest waiting first; also its number in the header.
            models.Index(
                "requested_at", name="mileage_redemption_open", condition=Q(state="requested")
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="mileage_redemption_costs"),
            models.CheckConstraint(
                condition=Q(state="requested", decided_by=None, decided_at=None)
                | (~Q(state="requested") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="mileage_redemption_decided",
            ),
            # One's own request is cancelled by oneself, and decided in any other way by others.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(state="cancelled", decided_by=F("officer"))
                | (~Q(state="cancelled") & ~Q(decided_by=F("officer"))),
                name="mileage_redemption_by_others",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "reversed"]) | ~Q(reason=""),
                name="mileage_redemption_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for approval."""
        return self.state == self.State.REQUESTED

    @property
    def was_returned(self) -> bool:
        """Whether the points are back."""
        return self.state in self.RETURNED
